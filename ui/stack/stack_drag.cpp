#include "ui/stack/stack_drag.h"

#include <QApplication>

#include <algorithm>
#include <cmath>

namespace hourglass::ui {

namespace {

constexpr double leastPull = 3, narrowest = 22;

} // namespace

StackDrag::StackDrag(const std::vector<StackBar> &bars, const StackLayout &layout, const StackGrip &grip, const QPointF &pressed)
    : m_bars(bars), m_layout(layout), m_grip(grip), m_pressed(pressed), m_place(grip.bar - 1), m_top(layout.bars[static_cast<std::size_t>(grip.bar)].top()) {
    const StackBar &bar = m_bars[static_cast<std::size_t>(grip.bar)];
    if (!m_grip.isEdge())
        return;
    m_units = bar.width->value;
    m_anchorUnits = static_cast<double>(m_units);
    m_stops = stopsOf(bar.width->range);
}

bool StackDrag::moveTo(const QPointF &point, bool isExact) {
    const QPointF moved = point - m_pressed;
    const bool isNew = !m_hasBegun;
    if (isNew && (m_grip.isEdge() ? std::abs(moved.x()) < leastPull : std::abs(moved.y()) < QApplication::startDragDistance()))
        return false;
    m_hasBegun = true;
    if (isNew)
        m_isExact = isExact;
    if (m_grip.isEdge()) {
        const core::Index units = unitsAt(m_grip.hold == Hold::RightEdge ? moved.x() : -moved.x(), isExact);
        return std::exchange(m_units, units) != units || isNew;
    }
    const QRectF &rest = m_layout.bars[static_cast<std::size_t>(m_grip.bar)];
    m_top = std::clamp(rest.top() + moved.y(), 0.0, std::max(0.0, m_layout.height - rest.height()));
    const int place = placeAt(m_top + rest.height() / 2);
    return std::exchange(m_place, place) != place || isNew;
}

core::Index StackDrag::unitsAt(double outwards, bool isExact) {
    if (isExact != m_isExact) { // counted on from here
        m_isExact = isExact;
        m_anchor = outwards;
        m_anchorUnits = static_cast<double>(m_units);
    }
    const NumberRange &range = m_bars[static_cast<std::size_t>(m_grip.bar)].width->range;
    const double pulled = outwards - m_anchor;
    if (isExact)
        return std::llround(range.bounded(m_anchorUnits + pulled));
    if (std::abs(pulled) < leastPull)
        return std::llround(m_anchorUnits); // back at the start is the number of the start, round or not
    const double wanted = range.bounded(m_anchorUnits * std::exp(2 * pulled / m_layout.pixelsPerEFold()));
    return std::llround(m_stops[static_cast<std::size_t>(nearestStop(m_stops, range, wanted))]);
}

int StackDrag::placeAt(double centre) const {
    int nearest = 0;
    double least = INFINITY;
    for (int layer = 0; layer < m_layout.gapCount() - 1; ++layer) // the last one makes the output
        if (const double distance = std::abs(m_layout.bars[static_cast<std::size_t>(layer) + 1].center().y() - centre); distance < least) {
            least = distance;
            nearest = layer;
        }
    return nearest;
}

StackLayout withWidths(const StackLayout &layout, const std::vector<StackBar> &before, const std::vector<StackBar> &bars) {
    StackLayout changed = layout;
    const double widest = 2 * std::min(layout.centre, layout.rightEdge + StackLayout::margin - layout.centre) - 8;
    for (std::size_t index = 0; index < bars.size() && index < before.size(); ++index) {
        if (bars[index].units == before[index].units)
            continue;
        const double by = layout.pixelsPerEFold() * std::log(bars[index].units / before[index].units);
        QRectF &place = changed.bars[index];
        const double half = std::round(std::clamp(place.width() + by, narrowest, std::max(narrowest, widest)) / 2);
        place = {layout.centre - half, place.top(), 2 * half, place.height()};
    }
    return changed;
}

} // namespace hourglass::ui
