// Samples as images: grey or colour as they are, errors in a diverging map, magnitudes in an even one.
#pragma once

#include <QImage>

#include "engine/core/types.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

/// A sample, black to white over `range`, as an image of its own size, one pixel a value: grey for one channel, colour for three (channel-first). A sample
/// that is no image becomes one row.
QImage sampleImage(const float *values, const core::Shape &shape, const core::Range &range = {});
/// Signed values: blue below zero, white (dark theme: panel) at zero, red above; `limit` is the value of full colour. Of several channels the one
/// furthest from zero is shown.
QImage signedImage(const float *values, const core::Shape &shape, float limit, const Theme &theme);
/// Magnitudes 0 … limit in an even map (dark to bright), likewise.
QImage magnitudeImage(const float *values, const core::Shape &shape, float limit);

/// Scales by a whole factor without smoothing to fit the size, or shrinks smoothly what is larger.
QImage fitted(const QImage &image, const QSize &size);

/// Of an image, in logical pixels; (0, 0) where there is none.
QSize logicalSize(const QImage &image);

} // namespace hourglass::ui
