// A shape for each class, beside its colour: for eyes that tell colours apart badly, and for print.
#pragma once

#include <QPainterPath>

namespace hourglass::ui {

constexpr int roundShape = 0;       ///< also of what has no class
constexpr double widestShape = 1.5; ///< how far a shape reaches from its middle, in radii

/// Ten shapes; of further classes they go one on with each turn of the ten colours, so that no two of the first hundred look alike.
int shapeOfClass(int label);

/// Filled, about as large to the eye as a circle of this radius.
QPainterPath classShape(int shape, const QPointF &centre, double radius);

} // namespace hourglass::ui
