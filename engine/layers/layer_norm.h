// Each sample brought to mean 0 and variance 1 (Ba, Kiros and Hinton 2016).
#pragma once

#include "engine/layers/layer.h"
#include "engine/spec/setting.h"

namespace hourglass::layers {

spec::Kind layerNormKind();
LayerResult makeLayerNorm(const spec::Component &component, const LayerContext &context);

} // namespace hourglass::layers
