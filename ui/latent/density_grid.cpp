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

/// The mean over 2 reach + 1 neighbours of `count` values; `line` has room for them.
void averageAcross(float *values, int count, int reach, std::vector<float> &line) {
    std::copy_n(values, count, line.begin());
    const float share = 1.0f / static_cast<float>(2 * reach + 1);
    double sum = 0; // in double, so that what is taken away leaves nothing behind
    for (int i = 0; i < std::min(reach, count); ++i)
        sum += line[static_cast<std::size_t>(i)];
    for (int i = 0; i < count; ++i) {
        if (i + reach < count)
            sum += line[static_cast<std::size_t>(i + reach)];
        if (i - reach > 0)
            sum -= line[static_cast<std::size_t>(i - reach - 1)];
        values[i] = static_cast<float>(std::max(sum, 0.0)) * share;
    }
}

/// The same of every column of `values`, all of them row by row, as they lie; `before` and `sums` have room for all and for a row.
void averageUp(std::vector<float> &values, int columns, int rows, int reach, std::vector<float> &before, std::vector<double> &sums) {
    before = values;
    std::fill(sums.begin(), sums.end(), 0.0);
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

} // namespace

DensityGrid::DensityGrid(int columns_, int rows_, double left_, double bottom_, double cellWidth_, double cellHeight_)
    : columns(columns_), rows(rows_), left(left_), bottom(bottom_), cellWidth(cellWidth_), cellHeight(cellHeight_),
      values(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_), 0.0f) {}

void DensityGrid::smooth(double cellsAcross, double cellsUp) {
    const std::array<int, passes> across = reachesFor(cellsAcross), up = reachesFor(cellsUp);
    std::vector<float> line(static_cast<std::size_t>(columns)), before;
    std::vector<double> sums(static_cast<std::size_t>(columns));
    for (std::size_t pass = 0; pass < passes; ++pass) {
        for (int row = 0; row < rows && across[pass] > 0; ++row)
            averageAcross(values.data() + static_cast<std::ptrdiff_t>(row) * columns, columns, across[pass], line);
        if (up[pass] > 0)
            averageUp(values, columns, rows, up[pass], before, sums);
    }
}

float DensityGrid::largest() const {
    return values.empty() ? 0 : *std::max_element(values.begin(), values.end());
}

} // namespace hourglass::ui
