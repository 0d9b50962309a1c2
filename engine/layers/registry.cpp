#include "engine/layers/registry.h"

#include <map>

#include "engine/layers/activation_layer.h"
#include "engine/layers/batch_norm.h"
#include "engine/layers/dense.h"
#include "engine/layers/dropout.h"
#include "engine/layers/gaussian_noise.h"
#include "engine/layers/layer_norm.h"

namespace hourglass::layers {

const std::vector<Row> &registry() {
    static const std::vector<Row> rows{
        {denseKind(), makeDense},
        {activationLayerKind(), makeActivationLayer},
        {dropoutKind(), makeDropout},
        {gaussianNoiseKind(), makeGaussianNoise},
        {batchNormKind(), makeBatchNorm},
        {layerNormKind(), makeLayerNorm},
    };
    return rows;
}

std::vector<spec::Kind> layerKinds() {
    std::vector<spec::Kind> kinds;
    for (const Row &row : registry())
        kinds.push_back(row.kind);
    return kinds;
}

LayerResult make(const spec::Component &component, const Place &place) {
    for (const Row &row : registry())
        if (row.kind.key == component.kind)
            return row.make(component, place);
    return core::Error{"There is no layer of the kind \"" + component.kind + "\"", "", "Use one of: " + spec::keysOf(layerKinds()) + "."};
}

Initialiser initialiserOf(const std::string &key) {
    static const std::map<std::string, Initialiser> table{{"glorot_uniform", Initialiser::GlorotUniform}, {"glorot_normal", Initialiser::GlorotNormal},
                                                          {"he_uniform", Initialiser::HeUniform}, {"he_normal", Initialiser::HeNormal},
                                                          {"zeros", Initialiser::Zeros}};
    return table.at(key);
}

} // namespace hourglass::layers
