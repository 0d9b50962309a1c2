// From a map's plane to the pixels of its plot, without asking the axes point by point.
#pragma once

#include <qcustomplot.h>

namespace hourglass::ui {

/// Pixel = origin + scale · coordinate, along both axes.
struct PlaneMapping {
    double originX = 0, scaleX = 1, originY = 0, scaleY = 1;

    static PlaneMapping of(const QCPAxis *horizontal, const QCPAxis *vertical) {
        PlaneMapping result;
        result.originX = horizontal->coordToPixel(0.0);
        result.scaleX = horizontal->coordToPixel(1.0) - result.originX;
        result.originY = vertical->coordToPixel(0.0);
        result.scaleY = vertical->coordToPixel(1.0) - result.originY;
        return result;
    }
    QPointF operator()(double x, double y) const { return {originX + scaleX * x, originY + scaleY * y}; }
    bool operator==(const PlaneMapping &) const = default;
};

} // namespace hourglass::ui
