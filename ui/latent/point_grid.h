// Points of a plane sorted into cells, to find the one nearest to the mouse without looking at all of them.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace hourglass::ui {

class PointGrid {
public:
    /// The points stay where they are and must outlive the grid; points that are not finite are left out.
    void build(std::span<const float> x, std::span<const float> y);

    /// The point with the smallest (dx / radiusX)² + (dy / radiusY)² ≤ 1 that `isHidden` does not exclude; the lower number where
    /// two tie.
    std::optional<std::size_t> nearest(double x, double y, double radiusX, double radiusY, const std::function<bool(std::size_t)> &isHidden) const;

private:
    int column(double x) const;
    int row(double y) const;

    std::span<const float> m_x, m_y;
    int m_cells = 1; ///< along each axis
    double m_left = 0, m_bottom = 0, m_perX = 0, m_perY = 0;
    std::vector<std::uint32_t> m_starts, m_points; ///< points of cell c: m_points[m_starts[c] … m_starts[c + 1])
};

} // namespace hourglass::ui
