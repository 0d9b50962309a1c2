#include "engine/layers/registry.h"

#include <initializer_list>
#include <utility>

#include "engine/layers/activation_layer.h"
#include "engine/layers/batch_norm.h"
#include "engine/layers/convolution.h"
#include "engine/layers/dense.h"
#include "engine/layers/dense_steps.h"
#include "engine/layers/discrepancy.h"
#include "engine/layers/dropout.h"
#include "engine/layers/gaussian_noise.h"
#include "engine/layers/k_sparse.h"
#include "engine/layers/layer_norm.h"
#include "engine/layers/pooling.h"
#include "engine/layers/prelu.h"
#include "engine/layers/recurrent.h"
#include "engine/layers/repeat_vector.h"
#include "engine/layers/reshape.h"
#include "engine/layers/tied.h"
#include "engine/layers/upsampling.h"
#include "engine/layers/variational.h"

namespace hourglass::layers {

namespace {

/// The rows of one heading.
void addGroup(std::vector<Row> &rows, const char *heading, std::initializer_list<Row> group) {
    for (Row row : group) {
        row.kind.group = heading;
        rows.push_back(std::move(row));
    }
}

std::vector<Row> table() {
    std::vector<Row> rows;
    addGroup(rows, "Dense and shape",
             {{denseKind(), makeDense},
              {tiedKind(), makeTied},
              {activationLayerKind(), makeActivationLayer},
              {preluKind(), makePrelu},
              {reshapeKind(), makeReshape}});
    addGroup(rows, "Images",
             {{convolutionKind(), makeConvolution},
              {transposedConvolutionKind(), makeTransposedConvolution},
              {maxPoolKind(), makeMaxPool},
              {averagePoolKind(), makeAveragePool},
              {upsamplingKind(), makeUpsampling}});
    addGroup(rows, "Series", {{seriesConvolutionKind(), makeSeriesConvolution}, {transposedSeriesKind(), makeTransposedSeries}});
    addGroup(rows, "Sequences",
             {{simpleRnnKind(), makeSimpleRnn},
              {lstmKind(), makeLstm},
              {gruKind(), makeGru},
              {repeatVectorKind(), makeRepeatVector},
              {denseStepsKind(), makeDenseSteps}});
    addGroup(rows, "Regularising",
             {{dropoutKind(), makeDropout},
              {spatialDropoutKind(), makeSpatialDropout},
              {gaussianNoiseKind(), makeGaussianNoise},
              {batchNormKind(), makeBatchNorm},
              {layerNormKind(), makeLayerNorm}});
    addGroup(rows, "Bottlenecks", {{variationalKind(), makeVariational}, {discrepancyKind(), makeDiscrepancy}, {kSparseKind(), makeKSparse}});
    return rows;
}

} // namespace

const std::vector<Row> &registry() {
    static const std::vector<Row> rows = table();
    return rows;
}

std::vector<spec::Kind> layerKinds() {
    std::vector<spec::Kind> kinds;
    for (const Row &row : registry())
        kinds.push_back(row.kind);
    return kinds;
}

LayerResult make(const spec::Component &component, const LayerContext &context) {
    for (const Row &row : registry())
        if (row.kind.key == component.kind)
            return row.make(component, context);
    return core::Error{"There is no layer of the kind \"" + component.kind + "\"", "", "Use one of: " + spec::keysOf(layerKinds()) + "."};
}

} // namespace hourglass::layers
