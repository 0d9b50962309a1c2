// Colours for numbers. Equal steps of a number are equal steps to the eye, along a line or around a circle.
#pragma once

#include <QColor>

#include "ui/theme/theme.h"

namespace hourglass::ui {

/// "viridis" (Smith and van der Walt 2015, CC0) from 0 to 1, without the end that is hard to see on the theme's panel: the darkest eighth in the
/// dark theme, the lightest sixteenth in the light one.
QColor lineColour(double share, const Theme &theme);

/// The circle of hues, 1 is 0 again: OKLab (Ottosson 2020) at a lightness of 0.72 and a chroma of 0.12, which lie within sRGB all around.
QColor circleColour(double share);

} // namespace hourglass::ui
