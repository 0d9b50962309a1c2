// Where labels stand that must not cover each other. Pure arithmetic on pixels.
#pragma once

#include <vector>

#include <QRectF>

namespace hourglass::ui {

/// Moves labels of one height apart within [top, bottom], each as near as it can be to the upper edge it wishes for, in the order
/// of their wishes. Where there is no room for all, the last ones overlap at the bottom.
std::vector<double> spreadLabels(const std::vector<double> &wishes, double height, double top, double bottom);

/// A place for a box near a point: beside it, within `area`, covering none of `taken` if that can be, and never the point.
QRectF placeBeside(const QPointF &point, const QSizeF &size, const QRectF &area, const std::vector<QRectF> &taken);

} // namespace hourglass::ui
