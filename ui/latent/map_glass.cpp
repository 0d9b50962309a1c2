#include "ui/latent/map_glass.h"

#include <QPaintEvent>
#include <QPainter>
#include <QPainterPath>

#include "ui/theme/card.h"

namespace hourglass::ui {

namespace {

QRect around(const QPointF &point) {
    return QRectF(point, QSizeF()).adjusted(-MarkSprites::reach, -MarkSprites::reach, MarkSprites::reach, MarkSprites::reach).toAlignedRect();
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
    makeKeys();
}

void MapGlass::setTheme(const Theme &theme) {
    m_theme = theme;
    m_sprites.setTheme(theme);
    m_pane->card().setTheme(theme);
    m_pane->update();
    update();
}

QRect MapGlass::placeOf(const Marks &marks) const {
    QRect place;
    const bool hasNewLook = marks.look != m_marks.look || marks.isPinned != m_marks.isPinned ||
                            marks.hovered.has_value() != m_marks.hovered.has_value(); // a hovered point hides the cursor's ring
    for (const Marks *some : {&m_marks, &marks}) {
        if (some->cursor && (hasNewLook || marks.cursor != m_marks.cursor))
            place |= some->look == CursorLook::Line ? QRect(qFloor(some->cursor->x()) - 3, 0, 7, height()) : around(*some->cursor);
        if (some->hovered && marks.hovered != m_marks.hovered)
            place |= around(*some->hovered);
        if (some->marked && marks.marked != m_marks.marked)
            place |= around(*some->marked);
        if (some->selected && marks.selected != m_marks.selected)
            place |= around(*some->selected);
        if (some->desk && marks.desk != m_marks.desk)
            place |= around(*some->desk);
        if (some->drawn && marks.drawn != m_marks.drawn)
            place |= around(*some->drawn);
        for (std::size_t i = 0; i < marks.trails.size(); ++i)
            if (!some->trails[i].isEmpty() && marks.trails[i] != m_marks.trails[i])
                place |= some->trails[i].place().toAlignedRect() & rect();
        for (std::size_t i = 0; i < marks.clouds.size(); ++i)
            if (!some->clouds[i].isEmpty() && marks.clouds[i] != m_marks.clouds[i])
                place |= some->clouds[i].boundingRect().toAlignedRect().adjusted(-2, -2, 3, 3) & rect();
    }
    return place;
}

void MapGlass::refresh(const QRect &part) {
    if (part.isEmpty())
        return;
    m_dirty |= part;
    update(m_dirty);
}

void MapGlass::setMarks(const Marks &marks) {
    if (marks == m_marks)
        return;
    const QRect changed = placeOf(marks);
    m_marks = marks;
    refresh(changed);
}

void MapGlass::refreshCard(bool isShown) {
    const QRect before = cardRect().value_or(QRect());
    std::optional<QPoint> place;
    QSize size;
    if (isShown && m_marks.cursor && !card().isEmpty()) {
        using Neighbours = HoverCard::NeighbourPlace;
        for (const Neighbours neighbours : {Neighbours::Below, Neighbours::Beside, Neighbours::Nowhere}) {
            card().setNeighbourPlace(neighbours);
            size = card().size();
            place = cardPlace(size, *m_marks.cursor, rect(), m_obstacle);
            if (place)
                break;
        }
    }
    if (place) {
        m_pane->setGeometry(QRect(*place, size));
        m_pane->raise();
        m_pane->update();
    }
    m_pane->setVisible(place.has_value());
    refresh(before | cardRect().value_or(QRect()));
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
    paintMarks(painter);
    m_lasso.paint(painter, m_theme);
    m_dirty = {};
}

/// Thin lines without antialiasing, dark beside pale, as the lasso's: they move with the mouse.
void MapGlass::paintClouds(QPainter &painter) const {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setBrush(Qt::NoBrush);
    for (const QPolygonF &cloud : m_marks.clouds)
        for (const int offset : {1, 0}) {
            painter.setPen(QPen(offset > 0 ? m_theme.panel : m_theme.text, 1));
            painter.drawPolyline(cloud.translated(offset, offset));
        }
    painter.restore();
}

void MapGlass::paintMarks(QPainter &painter) {
    using Kind = MarkSprites::Kind;
    for (const TrailLine &trail : m_marks.trails)
        trail.paint(painter, m_theme);
    paintClouds(painter);
    if (m_marks.marked)
        m_sprites.draw(painter, Kind::Ring, *m_marks.marked);
    if (m_marks.desk)
        m_sprites.draw(painter, Kind::Desk, *m_marks.desk);
    if (m_marks.drawn)
        m_sprites.draw(painter, Kind::Drawn, *m_marks.drawn);
    if (m_marks.areEstimates) {
        painter.setFont(smallFont(14));
        for (const std::optional<QPointF> &mark : {m_marks.desk, m_marks.drawn})
            if (mark) // within the part that is refreshed with the mark
                m_estimate.draw(painter, QRectF(*mark + QPointF(7, -15), QSizeF(10, 12)), QStringLiteral("≈"), m_theme.text, m_theme.panel);
    }
    if (m_marks.selected)
        m_sprites.draw(painter, Kind::SelectedRing, *m_marks.selected);
    if (m_marks.hovered)
        m_sprites.draw(painter, Kind::Ring, *m_marks.hovered);
    if (!m_marks.cursor)
        return;
    if (m_marks.look == CursorLook::Line) {
        // Whole pixels and no antialiasing: as tall a stroke would be shared with the pool, see MarkSprites.
        const QRect line(qFloor(m_marks.cursor->x()), 0, 1, height() - m_lineFloor);
        painter.fillRect(line.adjusted(-1, 0, 1, 0), m_theme.panel);
        painter.fillRect(line, m_marks.isPinned ? m_theme.accent() : m_theme.text);
    } else if (m_marks.isPinned) {
        m_sprites.draw(painter, Kind::Pin, *m_marks.cursor);
    } else if (m_marks.look == CursorLook::Cross) {
        m_sprites.draw(painter, Kind::CursorByKeys, *m_marks.cursor);
    } else if (!m_marks.hovered) { // where a point is ringed, the ring stands for the cursor that the system draws at the mouse
        m_sprites.draw(painter, Kind::Cursor, *m_marks.cursor);
    }
}

} // namespace hourglass::ui
