// An activation alone, for behind a normalisation: y = f(x).
#pragma once

#include "engine/layers/layer.h"
#include "engine/spec/setting.h"

namespace hourglass::layers {

spec::Kind activationLayerKind();
LayerResult makeActivationLayer(const spec::Component &component, const LayerContext &context);

} // namespace hourglass::layers
