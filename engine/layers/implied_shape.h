// Where numbers lie flat and a layer wants an image or a sequence: shapes that come back by themselves.
#pragma once

#include "engine/layers/layer.h"

namespace hourglass::layers {

/// The input as an image, channels × height × width: as it is; or that of the latest image before it of the same size, the sample among
/// them; or a square of one channel. A sequence is an image of one channel. The numbers stay where they are.
core::Result<Shape> imageOf(const LayerContext &context);

/// The input as a sequence, steps × features, the features of a step contiguous: as it is; an image of one channel row by row; as the
/// latest sequence of the same size before it; or number by number.
core::Result<Shape> sequenceOf(const LayerContext &context);

} // namespace hourglass::layers
