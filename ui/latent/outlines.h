// Lines about points of a plane: their convex hull, or where a share of them lies densest.
#pragma once

#include <QPolygonF>

#include <vector>

#include "ui/latent/density_grid.h"

namespace hourglass::ui {

/// The convex hull, counter-clockwise; of fewer than three points, or points on one line, nothing. (Andrew 1979.)
QPolygonF convexHull(std::vector<QPointF> points);

/// Those points that lie nearest to their median, by the distance in standard deviations of each direction. All are finite.
std::vector<QPointF> innermost(std::vector<QPointF> points, double share);

/// Closed lines where the grid's values, taken at the middles of its cells and straight in between, pass a level; outside the grid lies nothing.
std::vector<QPolygonF> contours(const DensityGrid &grid, float level);

/// The smallest region that holds this share of the points, by a density smoothed after Scott (1992): the contours of that region. Of fewer than five points
/// nothing.
std::vector<QPolygonF> densestRegion(const std::vector<QPointF> &points, double share);

/// A closed line without those corners that lie within `most` of the line between their neighbours that are kept; both in the same units.
QPolygonF simplified(const QPolygonF &line, double most);

} // namespace hourglass::ui
