// Each unit, or each channel of an image, brought to mean 0 and variance 1 over the batch (Ioffe and Szegedy 2015).
#pragma once

#include "engine/layers/layer.h"
#include "engine/spec/setting.h"

namespace hourglass::layers {

spec::Kind batchNormKind();
LayerResult makeBatchNorm(const spec::Component &component, const LayerContext &context);

} // namespace hourglass::layers
