// Some units fall silent in each step, others in the next (Srivastava et al. 2014).
#pragma once

#include "engine/layers/layer.h"
#include "engine/spec/setting.h"

namespace hourglass::layers {

spec::Kind dropoutKind();
LayerResult makeDropout(const spec::Component &component, const LayerContext &context);

spec::Kind spatialDropoutKind(); ///< "spatial_dropout": whole channels of an image
LayerResult makeSpatialDropout(const spec::Component &component, const LayerContext &context);

} // namespace hourglass::layers
