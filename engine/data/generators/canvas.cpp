#include "engine/data/generators/canvas.h"

#include <algorithm>
#include <cmath>

#include "engine/data/generators/draw.h"

namespace hourglass::data {

namespace {

constexpr double softness = 1.3; ///< pixels from full ink to none

struct Span {
    Index first, end;
};

/// Pixels whose middle may lie between the two numbers, of so many.
Span spanOf(double from, double to, Index count) {
    const double least = std::clamp(std::floor(from), 0.0, static_cast<double>(count)),
                 most = std::clamp(std::floor(to) + 1.0, 0.0, static_cast<double>(count));
    return {static_cast<Index>(least), static_cast<Index>(most)};
}

} // namespace

void Canvas::clear() {
    std::fill(m_ink.begin(), m_ink.end(), 0.0);
}

void Canvas::line(const PenPoint &from, const PenPoint &to) {
    const double reach = std::max(from.radius, to.radius) + softness;
    const Span rows = spanOf(std::min(from.y, to.y) - reach, std::max(from.y, to.y) + reach, m_height);
    const Span columns = spanOf(std::min(from.x, to.x) - reach, std::max(from.x, to.x) + reach, m_width);
    const double dx = to.x - from.x, dy = to.y - from.y, square = dx * dx + dy * dy;
    for (Index row = rows.first; row < rows.end; ++row)
        for (Index column = columns.first; column < columns.end; ++column) {
            const double x = static_cast<double>(column) + 0.5 - from.x, y = static_cast<double>(row) + 0.5 - from.y;
            const double along = square > 1e-12 ? std::clamp((x * dx + y * dy) / square, 0.0, 1.0) : 0.0;
            const double awayX = x - along * dx, awayY = y - along * dy;
            const double distance = std::sqrt(awayX * awayX + awayY * awayY), radius = from.radius + along * (to.radius - from.radius);
            double &ink = m_ink[static_cast<std::size_t>(row * m_width + column)];
            ink = std::max(ink, std::clamp(0.5 + (radius - distance) / softness, 0.0, 1.0));
        }
}

void Canvas::copyTo(std::uint8_t *bytes) const {
    std::transform(m_ink.begin(), m_ink.end(), bytes, toByte);
}

} // namespace hourglass::data
