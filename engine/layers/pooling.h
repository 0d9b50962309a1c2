// The largest or the mean of each window of a map: a smaller map, nothing learned.
#pragma once

#include "engine/layers/layer.h"
#include "engine/spec/setting.h"

namespace hourglass::layers {

spec::Kind maxPoolKind();
spec::Kind averagePoolKind();
LayerResult makeMaxPool(const spec::Component &component, const LayerContext &context);
LayerResult makeAveragePool(const spec::Component &component, const LayerContext &context);

} // namespace hourglass::layers
