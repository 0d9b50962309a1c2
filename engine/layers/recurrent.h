// Layers that walk along a sequence and remember: simple, LSTM and GRU, one way or both.
#pragma once

#include "engine/layers/layer.h"
#include "engine/spec/setting.h"

namespace hourglass::layers {

spec::Kind simpleRnnKind();
spec::Kind lstmKind();
spec::Kind gruKind();
LayerResult makeSimpleRnn(const spec::Component &component, const LayerContext &context);
LayerResult makeLstm(const spec::Component &component, const LayerContext &context);
LayerResult makeGru(const spec::Component &component, const LayerContext &context);

} // namespace hourglass::layers
