// Which grid of pictures a view of the plane wants. Cells keep their places in the plane and sizes go in steps, so that panning
// and slow zooming bring new pictures at the edges and leave the others where they are.
#pragma once

#include <QSizeF>
#include <qcustomplot.h>

namespace hourglass::ui {

struct LatticeRequest {
    double left = 0, right = 0, bottom = 0, top = 0;
    int columns = 0, rows = 0; ///< no columns: no lattice

    bool operator==(const LatticeRequest &) const = default;

    static constexpr int mostCells = 400;
    /// For a view of these ranges, `size` logical pixels large: cells of 44 to 56 pixels, larger where that would be more than
    /// mostCells.
    static LatticeRequest forPlane(const QCPRange &x, const QCPRange &y, const QSizeF &size);
    /// One row along the horizontal axis.
    static LatticeRequest forLine(const QCPRange &x, double width);
};

} // namespace hourglass::ui
