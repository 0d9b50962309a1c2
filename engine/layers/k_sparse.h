// Of each sample's units the k largest speak (Makhzani and Frey 2013: "k-sparse autoencoders").
#pragma once

#include "engine/layers/layer.h"
#include "engine/spec/setting.h"

namespace hourglass::layers {

spec::Kind kSparseKind();
LayerResult makeKSparse(const spec::Component &component, const LayerContext &context);

} // namespace hourglass::layers
