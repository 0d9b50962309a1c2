// Where numbers lie flat and a layer wants an image or a sequence: shapes that come back by themselves.
#pragma once

#include <optional>
#include <vector>

#include "engine/layers/layer.h"

namespace hourglass::layers {

/// The input as an image, channels × height × width: as it is; or that of the latest image before it of the same size, the sample among
/// them; or a square of one channel. A sequence is an image of one channel. The numbers stay where they are.
core::Result<Shape> imageOf(const LayerContext &context);

/// The input as a sequence, steps × features, the features of a step contiguous: as it is; an image of one channel row by row; as the
/// latest sequence of the same size before it; or number by number.
core::Result<Shape> sequenceOf(const LayerContext &context);

/// The same of shapes alone: `before` are those of the sample and of what each layer before gives, the last of them the input. None where an image is
/// wanted and there is none, or a sequence of an image of several channels.
std::optional<Shape> impliedImage(const std::vector<Shape> &before);
std::optional<Shape> impliedSequence(const std::vector<Shape> &before);

} // namespace hourglass::layers
