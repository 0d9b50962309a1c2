#include "ui/latent/point_grid.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hourglass::ui {

namespace {

bool isPoint(float x, float y) {
    return std::isfinite(x) && std::isfinite(y);
}

} // namespace

int PointGrid::column(double x) const {
    return static_cast<int>(std::clamp((x - m_left) * m_perX, 0.0, m_cells - 1.0));
}

int PointGrid::row(double y) const {
    return static_cast<int>(std::clamp((y - m_bottom) * m_perY, 0.0, m_cells - 1.0));
}

void PointGrid::build(std::span<const float> x, std::span<const float> y) {
    m_x = x;
    m_y = y;
    const std::size_t count = std::min(x.size(), y.size());
    // Three standard deviations about the mean, so that one outlier does not put all others into one cell; the rest fall into the
    // rim.
    double sumX = 0, sumY = 0, squaresX = 0, squaresY = 0, points = 0;
    for (std::size_t i = 0; i < count; ++i)
        if (isPoint(x[i], y[i])) {
            sumX += x[i], sumY += y[i], ++points;
            squaresX += double(x[i]) * x[i], squaresY += double(y[i]) * y[i];
        }
    m_cells = std::clamp(static_cast<int>(std::sqrt(points / 2)), 1, 256);
    const auto place = [&](double sum, double squares, double &begin, double &perUnit) {
        const double mean = points > 0 ? sum / points : 0;
        const double deviation = points > 0 ? std::sqrt(std::max(0.0, squares / points - mean * mean)) : 0;
        begin = mean - 3 * deviation;
        perUnit = deviation > 0 ? m_cells / (6 * deviation) : 0;
    };
    place(sumX, squaresX, m_left, m_perX);
    place(sumY, squaresY, m_bottom, m_perY);

    m_starts.assign(static_cast<std::size_t>(m_cells) * m_cells + 1, 0);
    m_points.resize(static_cast<std::size_t>(points));
    const auto cellOf = [&](std::size_t i) { return static_cast<std::size_t>(row(y[i])) * m_cells + column(x[i]); };
    for (std::size_t i = 0; i < count; ++i)
        if (isPoint(x[i], y[i]))
            ++m_starts[cellOf(i) + 1];
    for (std::size_t cell = 1; cell < m_starts.size(); ++cell)
        m_starts[cell] += m_starts[cell - 1];
    std::vector<std::uint32_t> next(m_starts.begin(), m_starts.end() - 1);
    for (std::size_t i = 0; i < count; ++i)
        if (isPoint(x[i], y[i]))
            m_points[next[cellOf(i)]++] = static_cast<std::uint32_t>(i);
}

std::optional<std::size_t> PointGrid::nearest(double x, double y, double radiusX, double radiusY, const std::function<bool(std::size_t)> &isHidden) const {
    std::optional<std::size_t> best;
    if (m_starts.empty() || !(radiusX > 0) || !(radiusY > 0))
        return best;
    double bestDistance = 1.0;
    for (int r = row(y - radiusY); r <= row(y + radiusY); ++r)
        for (int c = column(x - radiusX); c <= column(x + radiusX); ++c) {
            const std::size_t cell = static_cast<std::size_t>(r) * m_cells + c;
            for (std::uint32_t k = m_starts[cell]; k < m_starts[cell + 1]; ++k) {
                const std::size_t point = m_points[k];
                const double dx = (m_x[point] - x) / radiusX, dy = (m_y[point] - y) / radiusY, distance = dx * dx + dy * dy;
                const bool isNearer = distance < bestDistance || (distance == bestDistance && (!best || point < *best));
                if (isNearer && !isHidden(point)) {
                    bestDistance = distance;
                    best = point;
                }
            }
        }
    return best;
}

} // namespace hourglass::ui
