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
    void add(double x, double y) {
        if (const int cell = cellOf(x, y); cell >= 0)
            values[static_cast<std::size_t>(cell)] += 1;
    }
    /// Nearly a Gaussian of this standard deviation, in cells: three means over a window, along both directions. What is smoothed over the border is lost.
    void smooth(double cellsAcross, double cellsUp);
    /// Of the cell at a place; 0 outside.
    float at(double x, double y) const {
        const int cell = cellOf(x, y);
        return cell >= 0 ? values[static_cast<std::size_t>(cell)] : 0.0f;
    }
    float largest() const;

private:
    /// −1 outside, and of what is not a number.
    int cellOf(double x, double y) const {
        const double column = (x - left) / cellWidth, row = (y - bottom) / cellHeight;
        return column >= 0 && column < columns && row >= 0 && row < rows ? static_cast<int>(row) * columns + static_cast<int>(column) : -1;
    }
};

} // namespace hourglass::ui
