// A dense layer at each step of a sequence, the same weights everywhere.
#pragma once

#include "engine/layers/layer.h"
#include "engine/spec/setting.h"

namespace hourglass::layers {

spec::Kind denseStepsKind();
LayerResult makeDenseSteps(const spec::Component &component, const LayerContext &context);

} // namespace hourglass::layers
