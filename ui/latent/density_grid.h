// How many points lie where: counted into cells and smoothed.
#pragma once

#include <vector>

namespace hourglass::ui {

/// Cells of one size over a rectangle of any coordinates, row 0 at `bottom`. Values are points a cell.
struct DensityGrid {
    int columns = 0, rows = 0;
    double left = 0, bottom = 0, cellWidth = 1, cellHeight = 1;
    std::vector<float> values; ///< row after row

    DensityGrid() = default;
    DensityGrid(int columns, int rows, double left, double bottom, double cellWidth, double cellHeight);

    /// What lies outside, or is not finite, is left out.
    void add(double x, double y);
    /// Nearly a Gaussian of this standard deviation, in cells: three means over a window, along both directions. What is smoothed over the border is lost.
    void smooth(double cellsAcross, double cellsUp);
    float at(double x, double y) const; ///< of its cell; 0 outside
    float largest() const;
};

} // namespace hourglass::ui
