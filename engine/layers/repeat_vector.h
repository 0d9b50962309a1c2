// The same numbers at every step: from a code to a sequence.
#pragma once

#include "engine/layers/layer.h"
#include "engine/spec/setting.h"

namespace hourglass::layers {

spec::Kind repeatVectorKind();
LayerResult makeRepeatVector(const spec::Component &component, const LayerContext &context);

/// The steps of a sample: of a series its own, of an image its rows, else one for each number.
Index stepsOfData(const Shape &data);

} // namespace hourglass::layers
