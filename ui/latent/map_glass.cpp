#include "ui/latent/map_glass.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <cmath>

namespace hourglass::ui {

namespace {

constexpr double cursorRadius = 8, cursorArm = 14, ringRadius = 6.5;

QRect around(const QPointF &point, double reach) {
    return QRectF(point.x() - reach, point.y() - reach, 2 * reach, 2 * reach).toAlignedRect();
}

/// Dark on a pale rim, or the other way round, so that it shows over any dot.
void drawOutlined(QPainter &painter, const QPainterPath &path, const QColor &colour, const QColor &rim, double width) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(rim, width + 2.4, Qt::SolidLine, Qt::FlatCap));
    painter.drawPath(path);
    painter.setPen(QPen(colour, width, Qt::SolidLine, Qt::FlatCap));
    painter.drawPath(path);
}

void drawRing(QPainter &painter, const QPointF &point, const QColor &colour, const QColor &rim, double width) {
    QPainterPath path;
    path.addEllipse(point, ringRadius, ringRadius);
    drawOutlined(painter, path, colour, rim, width);
}

} // namespace

CardPane::CardPane(QWidget *parent) : QWidget(parent) {
    setObjectName(QStringLiteral("latentCard"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAttribute(Qt::WA_NoSystemBackground);
    hide();
}

void CardPane::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    m_card.paint(painter, {});
}

MapGlass::MapGlass(QWidget *parent) : QWidget(parent), m_pane(new CardPane(parent)) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_NoSystemBackground);
    setCursor(Qt::CrossCursor);
}

void MapGlass::setTheme(const Theme &theme) {
    m_theme = theme;
    m_pane->card().setTheme(theme);
    m_pane->update();
    update();
}

QRegion MapGlass::regionOf(const Marks &marks) const {
    QRegion region;
    if (marks.cursor && marks.look == CursorLook::Line)
        region += QRect(qFloor(marks.cursor->x()) - 3, 0, 7, height());
    else if (marks.cursor)
        region += around(*marks.cursor, cursorArm + 3);
    for (const auto &ring : {marks.hovered, marks.marked, marks.selected})
        if (ring)
            region += around(*ring, ringRadius + 4);
    return region;
}

void MapGlass::setMarks(const Marks &marks) {
    if (marks == m_marks)
        return;
    const QRegion before = regionOf(m_marks);
    m_marks = marks;
    update(before + regionOf(m_marks));
}

void MapGlass::refreshCard(bool isShown) {
    std::optional<QPoint> place;
    const QSize size = isShown && m_marks.cursor && !card().isEmpty() ? card().size() : QSize();
    if (!size.isEmpty())
        place = cardPlace(size, *m_marks.cursor, rect(), m_obstacle);
    if (place) {
        m_pane->setGeometry(QRect(*place, size));
        m_pane->raise();
        m_pane->update();
    }
    m_pane->setVisible(place.has_value());
}

std::optional<QRect> MapGlass::cardRect() const {
    return m_pane->isHidden() ? std::nullopt : std::optional(m_pane->geometry());
}

void MapGlass::setEmptyText(const QString &text) {
    if (text == m_emptyText)
        return;
    m_emptyText = text;
    update();
}

void MapGlass::paintFrame(QPainter &painter) {
    // The panel's rounded lower border, over the map that fills it to the edge.
    const QRectF outer = rect();
    const double radius = panelRadius;
    QPainterPath border;
    border.moveTo(0.5, 0);
    border.lineTo(0.5, outer.bottom() - radius);
    border.arcTo(QRectF(0.5, outer.bottom() - 0.5 - 2 * radius, 2 * radius, 2 * radius), 180, 90);
    border.lineTo(outer.right() - radius, outer.bottom() - 0.5);
    border.arcTo(QRectF(outer.right() - 0.5 - 2 * radius, outer.bottom() - 0.5 - 2 * radius, 2 * radius, 2 * radius), 270, 90);
    border.lineTo(outer.right() - 0.5, 0);
    for (const bool isRight : {false, true}) {
        const double x = isRight ? outer.right() : 0, direction = isRight ? -1 : 1;
        QPainterPath corner(QPointF(x, outer.bottom()));
        corner.lineTo(x, outer.bottom() - radius);
        corner.quadTo(x, outer.bottom(), x + direction * radius, outer.bottom());
        corner.closeSubpath();
        painter.fillPath(corner, m_theme.background);
    }
    painter.strokePath(border, QPen(m_showsFocus ? m_theme.accent() : m_theme.line, m_showsFocus ? 2 : 1));
    if (m_showsFocus) {
        painter.setPen(QPen(m_theme.accent(), 2));
        painter.drawLine(QPointF(0, 1), QPointF(outer.right(), 1));
    }
}

void MapGlass::paintEvent(QPaintEvent *event) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (!rect().adjusted(panelRadius, panelRadius, -panelRadius, -panelRadius).contains(event->rect()))
        paintFrame(painter);
    if (!m_emptyText.isEmpty()) {
        painter.setPen(m_theme.dim);
        painter.drawText(rect().adjusted(24, 0, -24, 0), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
    }
    QColor rim = m_theme.panel;
    rim.setAlpha(210);
    if (m_marks.marked)
        drawRing(painter, *m_marks.marked, m_theme.text, rim, 1.8);
    if (m_marks.selected)
        drawRing(painter, *m_marks.selected, m_theme.accent(), rim, 2.6);
    if (m_marks.hovered)
        drawRing(painter, *m_marks.hovered, m_theme.text, rim, 1.8);
    // Where a point is ringed, the ring stands for the cursor that the system draws at the mouse.
    if (m_marks.cursor && !(m_marks.hovered && m_marks.look == CursorLook::Ring)) {
        const QPointF at = *m_marks.cursor;
        const QColor colour = m_marks.isPinned ? m_theme.accent() : m_theme.text;
        QPainterPath path;
        if (m_marks.look == CursorLook::Line) {
            path.moveTo(at.x(), 0);
            path.lineTo(at.x(), height() - m_lineFloor);
            drawOutlined(painter, path, colour, rim, 1);
        } else {
            path.addEllipse(at, cursorRadius, cursorRadius);
            // The system's own cross stands at the mouse; elsewhere the arms reach the middle.
            const double inner = m_marks.look == CursorLook::Ring ? cursorRadius - 3 : 0;
            for (const QPointF &direction : {QPointF(1, 0), QPointF(-1, 0), QPointF(0, 1), QPointF(0, -1)}) {
                path.moveTo(at + direction * inner);
                path.lineTo(at + direction * cursorArm);
            }
            drawOutlined(painter, path, colour, rim, m_marks.isPinned ? 2.0 : 1.5);
        }
    }
}

void MapGlass::mousePressEvent(QMouseEvent *event) {
    if (event->button() != Qt::LeftButton)
        return;
    m_pressed = event->position();
    m_dragged.reset();
    m_swallowsRelease = false;
}

void MapGlass::mouseMoveEvent(QMouseEvent *event) {
    const QPointF at = event->position();
    if (m_pressed && event->buttons() & Qt::LeftButton) {
        if (!m_dragged && (at - *m_pressed).manhattanLength() >= QApplication::startDragDistance()) {
            m_dragged = m_pressed;
            setCursor(Qt::ClosedHandCursor);
        }
        if (m_dragged) {
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
    if (wasDrag)
        emit moved(event->position());
    else if (!m_swallowsRelease)
        emit clicked(event->position());
    m_swallowsRelease = false;
}

void MapGlass::mouseDoubleClickEvent(QMouseEvent *event) {
    if (event->button() != Qt::LeftButton)
        return;
    m_pressed = event->position();
    m_swallowsRelease = true;
    emit doubleClicked(event->position());
}

void MapGlass::wheelEvent(QWheelEvent *event) {
    if (event->angleDelta().y() != 0)
        emit wheeled(event->position(), event->angleDelta().y() / 120.0);
    event->accept();
}

void MapGlass::keyPressEvent(QKeyEvent *event) {
    const bool isFine = event->modifiers() & Qt::ShiftModifier;
    switch (event->key()) {
    case Qt::Key_Left:
        emit arrowPressed({-1, 0}, isFine);
        break;
    case Qt::Key_Right:
        emit arrowPressed({1, 0}, isFine);
        break;
    case Qt::Key_Up:
        emit arrowPressed({0, -1}, isFine);
        break;
    case Qt::Key_Down:
        emit arrowPressed({0, 1}, isFine);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        emit confirmed();
        break;
    case Qt::Key_Escape:
        emit letGo();
        break;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    if (!m_showsFocus) {
        m_showsFocus = true;
        update();
    }
}

void MapGlass::leaveEvent(QEvent *) {
    emit left();
}

void MapGlass::focusInEvent(QFocusEvent *event) {
    m_showsFocus = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason ||
                   event->reason() == Qt::ShortcutFocusReason;
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
