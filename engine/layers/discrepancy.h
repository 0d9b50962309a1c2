// Pulls the codes of a batch, as a whole, towards a standard normal: the maximum mean discrepancy of a Wasserstein autoencoder.
#pragma once

#include "engine/layers/layer.h"
#include "engine/spec/setting.h"

namespace hourglass::layers {

spec::Kind discrepancyKind();
LayerResult makeDiscrepancy(const spec::Component &component, const LayerContext &context);

} // namespace hourglass::layers
