// A larger map from a smaller one, nothing learned.
#pragma once

#include "engine/layers/layer.h"
#include "engine/spec/setting.h"

namespace hourglass::layers {

spec::Kind upsamplingKind();
LayerResult makeUpsampling(const spec::Component &component, const LayerContext &context);

} // namespace hourglass::layers
