// Leaky ReLU whose slope below zero is learned (He et al. 2015).
#pragma once

#include "engine/layers/layer.h"
#include "engine/spec/setting.h"

namespace hourglass::layers {

spec::Kind preluKind();
LayerResult makePrelu(const spec::Component &component, const LayerContext &context);

} // namespace hourglass::layers
