// The same numbers in another shape: from a dense layer to an image or a series that no layer before it has had.
#pragma once

#include "engine/layers/layer.h"
#include "engine/spec/setting.h"

namespace hourglass::layers {

spec::Kind reshapeKind();
LayerResult makeReshape(const spec::Component &component, const LayerContext &context);

/// What such a layer makes of so many numbers: channels × height × width, or steps × features. An error where they do not fill it.
core::Result<Shape> reshaped(const spec::Component &component, Index size);

} // namespace hourglass::layers
