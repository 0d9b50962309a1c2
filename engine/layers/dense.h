// Every unit sees every input: y = f(W x + b).
#pragma once

#include "engine/layers/layer.h"
#include "engine/spec/setting.h"

namespace hourglass::layers {

spec::Kind denseKind();
LayerResult makeDense(const spec::Component &component, const LayerContext &context);

} // namespace hourglass::layers
