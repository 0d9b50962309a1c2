// A code that is a distribution: means and variances, a draw from them, and the price of what they tell (Kingma and Welling 2014).
#pragma once

#include "engine/layers/layer.h"
#include "engine/spec/setting.h"

namespace hourglass::layers {

spec::Kind variationalKind();
LayerResult makeVariational(const spec::Component &component, const LayerContext &context);

} // namespace hourglass::layers
