// The transpose of a dense layer further up: y = f(Wᵀ x + b), W that layer's.
#pragma once

#include "engine/layers/layer.h"
#include "engine/spec/setting.h"

namespace hourglass::layers {

spec::Kind tiedKind();
LayerResult makeTied(const spec::Component &component, const LayerContext &context);

} // namespace hourglass::layers
