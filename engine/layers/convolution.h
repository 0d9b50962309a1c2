// A small kernel that slides over an image or a series, and its adjoint that spreads one.
#pragma once

#include "engine/layers/layer.h"
#include "engine/spec/setting.h"

namespace hourglass::layers {

spec::Kind convolutionKind();           ///< "conv2d"
spec::Kind transposedConvolutionKind(); ///< "conv2d_transposed"
spec::Kind seriesConvolutionKind();     ///< "conv1d"
spec::Kind transposedSeriesKind();      ///< "conv1d_transposed"

LayerResult makeConvolution(const spec::Component &component, const LayerContext &context);
LayerResult makeTransposedConvolution(const spec::Component &component, const LayerContext &context);
LayerResult makeSeriesConvolution(const spec::Component &component, const LayerContext &context);
LayerResult makeTransposedSeries(const spec::Component &component, const LayerContext &context);

} // namespace hourglass::layers
