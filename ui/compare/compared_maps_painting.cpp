// What moves with the mouse over the maps: names, rings, lines, and what is said of them.
#include "ui/compare/compared_maps_canvas.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>

#include <qcustomplot.h>

#include "ui/latent/scatter.h"

namespace hourglass::ui {

namespace {

QString stateOf(const ComparedMap &map) {
    return !map.obstacle.isEmpty() ? map.obstacle : ComparedMapsCanvas::tr("Its codes are on their way …");
}

} // namespace

void ComparedMapsCanvas::paintPane(QPainter &painter) const {
    if (m_maps.empty()) {
        painter.setPen(m_theme.dim);
        painter.drawText(
            rect().adjusted(16, 8, -16, -8), Qt::AlignCenter | Qt::TextWordWrap,
            tr("Nothing stands beside the present run yet. Train another (Training › Train beside: in lock step), or select two or more in the panel Runs (Ctrl + click), to see their maps beside each other."));
        return;
    }
    if (isOverlaid())
        paintLines(painter);
    for (std::size_t map = 0; map < m_places.size(); ++map)
        paintMap(painter, map);
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(m_theme.accent(), 1, Qt::DotLine));
        painter.drawRoundedRect(QRectF(rect()).adjusted(3.5, 1.5, -3.5, -3.5), controlRadius, controlRadius);
    }
}

/// Its name, what is ringed in it, and what is said of that.
void ComparedMapsCanvas::paintMap(QPainter &painter, std::size_t map) const {
    const QRect place = placeOf(map);
    const bool isSecondInPlace = isOverlaid() && map == 1;
    const int left = place.left() + 2 + (isSecondInPlace ? place.width() / 2 : 0), width = place.width() / (isOverlaid() ? 2 : 1) - 4;
    if (map > 0 && !isOverlaid()) {
        painter.setPen(m_theme.line);
        painter.drawLine(QPointF(place.left() - rim - 0.5, rim / 2), QPointF(place.left() - rim - 0.5, height() - rim / 2));
    }
    paintRunDot(painter, {left + 0.5, nameHeight() / 2 - 2.5, 9, 9}, m_maps[map].mark, m_theme);
    painter.setPen(m_theme.text);
    const QString name = !isOverlaid() ? m_maps[map].name : isSecondInPlace ? tr("%1, solid").arg(m_maps[map].name) : tr("%1, pale").arg(m_maps[map].name);
    painter.drawText(QRect(left + 16, 2, width - 16, nameHeight()), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(name, Qt::ElideRight, width - 16));
    if (!m_aligned[map].picture) {
        painter.setPen(m_theme.dim);
        painter.drawText(isOverlaid() ? QRect(left, place.top(), width, place.height()) : place, Qt::AlignCenter | Qt::TextWordWrap, stateOf(m_maps[map]));
        return;
    }
    painter.setBrush(Qt::NoBrush);
    const std::optional<core::Index> pointed = m_hovered ? m_hovered : m_marked;
    if (m_hovered)
        if (const auto &own = m_aligned[m_hoveredMap].picture)
            if (const auto point = pointOf(*own, *m_hovered))
                for (const std::size_t near : nearestPoints(*own, *point, neighbours))
                    if (const auto at = placeOf(map, own->samples[near]))
                        paintRing(painter, *at, 4, 1);
    if (m_selected)
        if (const auto at = placeOf(map, *m_selected))
            paintRing(painter, *at, 7, 2.4);
    if (pointed && pointed != m_selected)
        if (const auto at = placeOf(map, *pointed))
            paintRing(painter, *at, 7, 1.6);
    const QString text = hoverText(map);
    if (text.isEmpty())
        return;
    const QRect line(left, place.bottom() - painter.fontMetrics().height(), painter.fontMetrics().horizontalAdvance(text) + 8,
                     painter.fontMetrics().height() + 2);
    QColor ground = m_theme.panel;
    ground.setAlphaF(0.85f);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(line, 3, 3);
    painter.setPen(m_theme.text);
    painter.drawText(line, Qt::AlignCenter, text);
}

void ComparedMapsCanvas::paintRing(QPainter &painter, const QPointF &centre, double radius, double width) const {
    if (!rect().contains(centre.toPoint()))
        return;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(m_theme.panel, width + 2));
    painter.drawEllipse(centre, radius, radius);
    painter.setPen(QPen(m_theme.text, width));
    painter.drawEllipse(centre, radius, radius);
}

QString ComparedMapsCanvas::hoverText(std::size_t map) const {
    if (!m_hovered || !m_aligned[m_hoveredMap].picture)
        return {};
    const analysis::LatentPicture &own = *m_aligned[m_hoveredMap].picture;
    const auto point = pointOf(own, *m_hovered);
    if (!point)
        return {};
    if (map == m_hoveredMap) {
        const std::int32_t label = *point < own.labels.size() ? own.labels[*point] : -1;
        return label < 0 ? tr("sample %L1").arg(*m_hovered) : tr("%1 · sample %L2").arg(m_classes.value(label, QLocale().toString(label))).arg(*m_hovered);
    }
    const auto common = commonNeighbours(own, *m_aligned[map].picture, *m_hovered, neighbours);
    return common ? tr("%1 of its %2 nearest are the same as in %3").arg(*common).arg(neighbours).arg(m_maps[m_hoveredMap].name) : QString();
}

/// From where a sample lies in the first map to where it lies in the second: of those chosen, else of some.
void ComparedMapsCanvas::paintLines(QPainter &painter) const {
    const auto &first = m_aligned[0].picture, &second = m_aligned[1].picture;
    if (!first || !second)
        return;
    std::vector<std::size_t> ends; // in the second map
    for (std::size_t i = 0; i < second->samples.size(); ++i)
        if (m_chosen.empty() || std::binary_search(m_chosen.begin(), m_chosen.end(), second->samples[i]))
            ends.push_back(i);
    const std::size_t count = std::min(ends.size(), mostLines);
    painter.save();
    painter.setClipRect(placeOf(0));
    for (std::size_t line = 0; line < count; ++line) {
        const std::size_t end = ends[line * ends.size() / count];
        const auto from = placeOf(0, second->samples[end]);
        const auto to = m_places[1].scatter->pixelOf(end);
        if (!from || !to)
            continue;
        QColor colour = m_places[1].scatter->colourOf(end);
        colour.setAlpha(120);
        painter.setPen(QPen(colour, 1));
        painter.drawLine(*from, *to);
    }
    for (const auto &sample : {m_hovered ? m_hovered : m_marked, m_selected})
        if (const auto from = sample ? placeOf(0, *sample) : std::nullopt, to = sample ? placeOf(1, *sample) : std::nullopt; from && to) {
            painter.setPen(QPen(m_theme.text, 2));
            painter.drawLine(*from, *to);
        }
    painter.restore();
}

} // namespace hourglass::ui
