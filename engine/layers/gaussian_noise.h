// Noise on the numbers between two layers, while training.
#pragma once

#include "engine/layers/layer.h"
#include "engine/spec/setting.h"

namespace hourglass::layers {

spec::Kind gaussianNoiseKind();
LayerResult makeGaussianNoise(const spec::Component &component, const LayerContext &context);

} // namespace hourglass::layers
