// The data space under the mouse and under the keys.
#include "ui/data_space/data_space_canvas.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QMouseEvent>
#include <QStatusTipEvent>

#include <cmath>

#include "ui/data_space/space_card.h"

namespace hourglass::ui {

namespace {

constexpr double zoomFactor = 0.85; // of what is in sight, for a step of the wheel

} // namespace

InputSection DataSpaceCanvas::inputs() const {
    InputSection section = m_keys.section(tr("The data space"));
    section.rows.insert(section.rows.begin(), {{{tr("Move")}, tr("See the sample under the pointer")},
                                               {{tr("Click")}, tr("Select the sample, or let it go")},
                                               {{tr("Drag")}, tr("Turn the space, or move the plane")},
                                               {{tr("Wheel")}, tr("Zoom")},
                                               {{tr("Double-click")}, tr("Look as at first")}});
    return section;
}

void DataSpaceCanvas::makeKeys() {
    const auto go = [this](const QPointF &direction) {
        return [this, direction] {
            if (!m_picture)
                return false;
            m_sight.press(direction);
            refresh();
            refreshCard();
            return true;
        };
    };
    const auto zoomBy = [this](double steps) {
        return [this, steps] {
            if (!m_picture)
                return false;
            m_sight.zoom(std::pow(zoomFactor, -steps), m_sight.room().center());
            refresh();
            refreshCard();
            return true;
        };
    };
    m_keys.addTogether(tr("Turn the space, or move the plane"),
                       {{Qt::Key_Left, go({-1, 0})}, {Qt::Key_Right, go({1, 0})}, {Qt::Key_Up, go({0, -1})}, {Qt::Key_Down, go({0, 1})}});
    m_keys.addTogether(tr("Zoom"), {{Qt::Key_Plus, zoomBy(1)}, {Qt::Key_Minus, zoomBy(-1)}});
    m_keys.add({Qt::Key_Home}, tr("Look as at first"), [this] {
        fit();
        return true;
    });
    m_keys.add({Qt::Key_Escape}, tr("Let the sample go"), [this] {
        if (!m_selected)
            return false;
        emit sampleSelected(std::nullopt);
        return true;
    });
}

void DataSpaceCanvas::refreshCursor() {
    const bool isEmpty = !m_picture || !m_obstacle.isEmpty();
    setCursor(isEmpty             ? Qt::ArrowCursor
              : m_dragged         ? Qt::ClosedHandCursor
              : m_hovered         ? Qt::PointingHandCursor
              : m_sight.isPlane() ? Qt::CrossCursor
                                  : Qt::OpenHandCursor);
}

void DataSpaceCanvas::hover(std::optional<core::Index> sample) {
    if (sample != m_hovered) {
        m_hovered = sample;
        emit sampleHovered(sample);
        refreshCursor();
        update();
    }
    refreshCard();
}

void DataSpaceCanvas::hideReading() {
    m_mouse.reset();
    hover(std::nullopt);
}

void DataSpaceCanvas::mousePressEvent(QMouseEvent *event) {
    if (event->button() != Qt::LeftButton)
        return;
    m_pressed = event->position();
    m_dragged.reset();
    m_swallowsRelease = false;
}

void DataSpaceCanvas::mouseMoveEvent(QMouseEvent *event) {
    const QPointF at = event->position();
    m_mouse = at;
    if (!m_pressed || !(event->buttons() & Qt::LeftButton)) {
        hover(sampleNear(at));
        return;
    }
    if (!m_dragged && (at - *m_pressed).manhattanLength() >= QApplication::startDragDistance())
        m_dragged = m_pressed;
    if (!m_dragged || !m_picture)
        return;
    m_sight.drag(at - *m_dragged);
    m_dragged = at;
    hover(std::nullopt);
    refresh();
}

void DataSpaceCanvas::mouseReleaseEvent(QMouseEvent *event) {
    if (event->button() != Qt::LeftButton || !m_pressed)
        return;
    const bool wasDrag = m_dragged.has_value();
    m_pressed.reset();
    m_dragged.reset();
    refreshCursor();
    const auto sample = sampleNear(event->position());
    hover(sample);
    if (!wasDrag && !m_swallowsRelease) {
        m_beforeClick = m_selected;
        if (sample)
            emit sampleSelected(sample == m_selected ? std::nullopt : sample);
    }
    m_swallowsRelease = false;
}

void DataSpaceCanvas::mouseDoubleClickEvent(QMouseEvent *event) {
    if (event->button() != Qt::LeftButton)
        return;
    m_pressed = event->position();
    m_swallowsRelease = true;
    if (m_selected != m_beforeClick)
        emit sampleSelected(m_beforeClick);
    fit();
    hover(sampleNear(event->position()));
}

void DataSpaceCanvas::wheelEvent(QWheelEvent *event) {
    if (m_picture && event->angleDelta().y() != 0) {
        m_sight.zoom(std::pow(zoomFactor, -event->angleDelta().y() / 120.0), event->position());
        refresh();
        hover(sampleNear(event->position()));
    }
    event->accept();
}

void DataSpaceCanvas::keyPressEvent(QKeyEvent *event) {
    if (!m_keys.press(*event))
        return QWidget::keyPressEvent(event);
    if (!m_showsFocus) {
        m_showsFocus = true;
        update();
    }
}

void DataSpaceCanvas::focusInEvent(QFocusEvent *event) {
    m_showsFocus = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason || event->reason() == Qt::ShortcutFocusReason;
    update();
}

void DataSpaceCanvas::focusOutEvent(QFocusEvent *) {
    m_showsFocus = false;
    update();
}

void DataSpaceCanvas::leaveEvent(QEvent *) {
    hideReading();
}

void DataSpaceCanvas::contextMenuEvent(QContextMenuEvent *event) {
    emit menuWanted(event->globalPos());
}

bool DataSpaceCanvas::event(QEvent *event) {
    // Its keys before the window's.
    if (event->type() == QEvent::ShortcutOverride && m_keys.has(*static_cast<QKeyEvent *>(event)))
        event->accept();
    return QWidget::event(event);
}

} // namespace hourglass::ui
