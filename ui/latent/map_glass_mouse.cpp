// What mouse and keys do on the pane over the map.
#include "ui/latent/map_glass.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QMouseEvent>

namespace hourglass::ui {

namespace {

constexpr Qt::KeyboardModifiers selecting = Qt::ShiftModifier | Qt::ControlModifier; // what a drag or a click is held with to select

} // namespace

void MapGlass::mousePressEvent(QMouseEvent *event) {
    if (event->button() != Qt::LeftButton)
        return;
    m_pressed = event->position();
    m_dragged.reset();
    m_swallowsRelease = false;
}

/// Begins where the button went down.
void MapGlass::drawLasso(const QPointF &to, Qt::KeyboardModifiers modifiers) {
    if (m_lasso.isEmpty()) {
        m_lasso.begin(*m_pressed, modifiers & Qt::ShiftModifier ? Lasso::Kind::Free : Lasso::Kind::Box);
        m_addsLasso = (modifiers & Qt::ShiftModifier) && (modifiers & Qt::ControlModifier);
        emit outlining();
    }
    const QRect before = m_lasso.place();
    m_lasso.extend(to);
    refresh(before | m_lasso.place());
}

bool MapGlass::giveUpLasso() {
    if (m_lasso.isEmpty())
        return false;
    refresh(m_lasso.place());
    m_lasso.clear();
    m_pressed.reset(); // the rest of the drag means nothing
    m_dragged.reset();
    return true;
}

void MapGlass::mouseMoveEvent(QMouseEvent *event) {
    const QPointF at = event->position();
    if (m_pressed && event->buttons() & Qt::LeftButton) {
        const bool isBeginning = !m_dragged && (at - *m_pressed).manhattanLength() >= QApplication::startDragDistance();
        const bool isLasso = !m_lasso.isEmpty() || (isBeginning && event->modifiers() & selecting);
        if (isBeginning) {
            m_dragged = m_pressed;
            setCursor(isLasso ? Qt::CrossCursor : Qt::ClosedHandCursor);
        }
        if (isLasso) {
            drawLasso(at, event->modifiers());
        } else if (m_dragged) {
            emit dragged(*m_dragged, at);
            m_dragged = at;
        }
        return;
    }
    emit moved(at);
}

void MapGlass::mouseReleaseEvent(QMouseEvent *event) {
    if (event->button() != Qt::LeftButton || !m_pressed)
        return;
    const bool wasDrag = m_dragged.has_value();
    m_pressed.reset();
    m_dragged.reset();
    setCursor(Qt::CrossCursor);
    if (!m_lasso.isEmpty()) {
        const QPolygonF outline = m_lasso.outline();
        refresh(m_lasso.place());
        m_lasso.clear();
        emit outlined(outline, m_addsLasso);
    }
    if (wasDrag)
        emit moved(event->position());
    else if (event->modifiers() & selecting)
        emit clickedToSelect(event->position());
    else if (!m_swallowsRelease)
        emit clicked(event->position());
    m_swallowsRelease = false;
}

void MapGlass::mouseDoubleClickEvent(QMouseEvent *event) {
    if (event->button() != Qt::LeftButton)
        return;
    m_pressed = event->position();
    if (event->modifiers() & selecting)
        return; // two clicks, quickly
    m_swallowsRelease = true;
    emit doubleClicked(event->position());
}

void MapGlass::wheelEvent(QWheelEvent *event) {
    if (event->angleDelta().y() != 0)
        emit wheeled(event->position(), event->angleDelta().y() / 120.0);
    event->accept();
}

InputSection MapGlass::inputs() const {
    InputSection section = m_keys.section(tr("The map"));
    section.rows.insert(section.rows.begin(), {{{tr("Move")}, tr("Decode under the pointer")},
                                               {{tr("Click")}, tr("Pin the point, or select a sample")},
                                               {{tr("Drag")}, tr("Move the map, or turn codes in space")},
                                               {{tr("Shift+drag")}, tr("Select the samples inside a line (with Ctrl: these, too)")},
                                               {{tr("Ctrl+drag")}, tr("Select the samples inside a box")},
                                               {{tr("Shift+click")}, tr("Select a sample as well, or no longer")},
                                               {{tr("Wheel")}, tr("Zoom at the pointer")},
                                               {{tr("Double-click")}, tr("Fit the map")}});
    return section;
}

void MapGlass::makeKeys() {
    const auto go = [this](const QPointF &direction, bool isFine) {
        return [this, direction, isFine] {
            emit arrowPressed(direction, isFine);
            return true;
        };
    };
    const auto say = [this](void (MapGlass::*signal)()) {
        return [this, signal] {
            emit(this->*signal)();
            return true;
        };
    };
    for (const bool isFine : {false, true}) {
        const Qt::KeyboardModifiers with = isFine ? Qt::ShiftModifier : Qt::NoModifier;
        m_keys.addTogether(isFine ? tr("… finely") : tr("Move the cursor"), {{QKeyCombination(with, Qt::Key_Left), go({-1, 0}, isFine)},
                                                                             {QKeyCombination(with, Qt::Key_Right), go({1, 0}, isFine)},
                                                                             {QKeyCombination(with, Qt::Key_Up), go({0, -1}, isFine)},
                                                                             {QKeyCombination(with, Qt::Key_Down), go({0, 1}, isFine)}});
    }
    m_keys.add({Qt::Key_Return}, tr("Pin"), say(&MapGlass::confirmed));
    m_keys.add({Qt::Key_Escape}, tr("Let go"), [this] {
        if (!giveUpLasso())
            emit letGo();
        return true;
    });
}

void MapGlass::keyPressEvent(QKeyEvent *event) {
    if (!m_keys.press(*event))
        return QWidget::keyPressEvent(event);
    if (!m_showsFocus) {
        m_showsFocus = true;
        update();
    }
}

void MapGlass::leaveEvent(QEvent *) {
    emit left();
}

void MapGlass::focusInEvent(QFocusEvent *event) {
    m_showsFocus = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason || event->reason() == Qt::ShortcutFocusReason;
    update();
}

void MapGlass::focusOutEvent(QFocusEvent *) {
    m_showsFocus = false;
    update();
}

void MapGlass::contextMenuEvent(QContextMenuEvent *event) {
    emit menuWanted(event->globalPos());
}

} // namespace hourglass::ui
