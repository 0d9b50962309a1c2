#include "ui/latent/lattice_request.h"

#include <algorithm>
#include <cmath>

namespace hourglass::ui {

namespace {

constexpr double middle = 49.6, step = 1.26; // 49.6 / √1.26 = 44.2, 49.6 · √1.26 = 55.7 pixels

/// The size of a cell among … 1/1.26, 1, 1.26, 1.26² … that comes nearest to `pixels`.
double cellSize(const QCPRange &range, double extent, double pixels) {
    const double wanted = range.size() / extent * pixels;
    return std::pow(step, std::round(std::log(wanted) / std::log(step)));
}

struct Cells {
    double first = 0, size = 0;
    int count = 0;
};

Cells cover(const QCPRange &range, double size) {
    const double first = std::floor(range.lower / size), last = std::ceil(range.upper / size);
    return {first * size, size, static_cast<int>(last - first)};
}

bool isUsable(const QCPRange &range, double extent) {
    return extent >= 1 && range.size() > 0 && std::isfinite(range.size()) && range.size() > 1e-6 * std::abs(range.center());
}

} // namespace

LatticeRequest LatticeRequest::forPlane(const QCPRange &x, const QCPRange &y, const QSizeF &size) {
    if (!isUsable(x, size.width()) || !isUsable(y, size.height()))
        return {};
    for (double pixels = middle;; pixels *= step) {
        const Cells columns = cover(x, cellSize(x, size.width(), pixels)), rows = cover(y, cellSize(y, size.height(), pixels));
        if (columns.count * rows.count <= mostCells)
            return {columns.first, columns.first + columns.count * columns.size, rows.first, rows.first + rows.count * rows.size, columns.count, rows.count};
    }
}

LatticeRequest LatticeRequest::forLine(const QCPRange &x, double width) {
    if (!isUsable(x, width))
        return {};
    const Cells columns = cover(x, cellSize(x, width, middle));
    return {columns.first, columns.first + columns.count * columns.size, 0, 0, std::min(columns.count, mostCells), 1};
}

} // namespace hourglass::ui
