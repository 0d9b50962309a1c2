#include "ui/latent/density_grid.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace hourglass::ui {

namespace {

constexpr int passes = 3;

/// Half of each window, so that the means one after the other have this standard deviation as nearly as whole cells allow: some of the next smaller odd
/// width, the others wider by two (Kovesi 2010).
std::array<int, passes> reachesFor(double deviation) {
    const double ideal = std::sqrt(12 * deviation * deviation / passes + 1);
    const int reach = std::max(0, static_cast<int>((ideal - 1) / 2)), width = 2 * reach + 1;
    const int smaller = static_cast<int>(std::lround((12 * deviation * deviation - passes * (width * width + 4 * width + 3)) / (-4.0 * width - 4)));
    std::array<int, passes> reaches{};
    for (int pass = 0; pass < passes; ++pass)
        reaches[static_cast<std::size_t>(pass)] = pass < smaller ? reach : reach + 1;
    return reaches;
}

/// The mean over 2 reach + 1 neighbours of each value in its column, all columns at once, row by row, as they lie; `before` and `sums` have room for all and
/// for a row.
void averageUp(std::vector<float> &values, int columns, int rows, int reach, std::vector<float> &before, std::vector<double> &sums) {
    if (reach < 1)
        return;
    before = values;
    std::fill(sums.begin(), sums.end(), 0.0); // in double, so that what is taken away leaves nothing behind
    const auto rowOf = [columns](int row) { return static_cast<std::ptrdiff_t>(row) * columns; };
    const float share = 1.0f / static_cast<float>(2 * reach + 1);
    const auto add = [&](int row) {
        const float *line = before.data() + rowOf(row);
        for (int column = 0; column < columns; ++column)
            sums[static_cast<std::size_t>(column)] += static_cast<double>(line[column]);
    };
    for (int row = 0; row < std::min(reach, rows); ++row)
        add(row);
    for (int row = 0; row < rows; ++row) {
        if (row + reach < rows)
            add(row + reach);
        if (row - reach > 0) {
            const float *line = before.data() + rowOf(row - reach - 1);
            for (int column = 0; column < columns; ++column)
                sums[static_cast<std::size_t>(column)] -= static_cast<double>(line[column]);
        }
        float *to = values.data() + rowOf(row);
        for (int column = 0; column < columns; ++column)
            to[column] = static_cast<float>(std::max(sums[static_cast<std::size_t>(column)], 0.0)) * share;
    }
}

/// Rows become columns, in squares that the nearest cache holds.
void exchange(const float *from, int columns, int rows, float *to) {
    constexpr int side = 16;
    for (int firstRow = 0; firstRow < rows; firstRow += side)
        for (int firstColumn = 0; firstColumn < columns; firstColumn += side)
            for (int row = firstRow; row < std::min(firstRow + side, rows); ++row)
                for (int column = firstColumn; column < std::min(firstColumn + side, columns); ++column)
                    to[static_cast<std::ptrdiff_t>(column) * rows + row] = from[static_cast<std::ptrdiff_t>(row) * columns + column];
}

} // namespace

DensityGrid::DensityGrid(int columns_, int rows_, double left_, double bottom_, double cellWidth_, double cellHeight_)
    : columns(columns_), rows(rows_), left(left_), bottom(bottom_), cellWidth(cellWidth_), cellHeight(cellHeight_),
      values(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_), 0.0f) {}

void DensityGrid::smooth(double cellsAcross, double cellsUp) {
    std::vector<float> other(values.size());
    std::vector<double> sums(static_cast<std::size_t>(std::max(columns, rows)));
    // Across, too, with rows and columns exchanged: along a row each sum waits for the one before, and a dozen rows side by side do not.
    exchange(values.data(), columns, rows, other.data());
    for (const int reach : reachesFor(cellsAcross))
        averageUp(other, rows, columns, reach, values, sums);
    exchange(other.data(), rows, columns, values.data());
    for (const int reach : reachesFor(cellsUp))
        averageUp(values, columns, rows, reach, other, sums);
}

float DensityGrid::largest() const {
    return values.empty() ? 0 : *std::max_element(values.begin(), values.end());
}

} // namespace hourglass::ui
