#include "engine/training/near_linear.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "engine/layers/registry.h"

namespace hourglass::training {

namespace {

bool hasBend(const spec::LayerSpec &layer) {
    static const std::vector<spec::Kind> kinds = layers::layerKinds();
    const spec::Kind *kind = spec::find(kinds, layer.kind);
    if (!kind || !kind->find("activation"))
        return layer.kind == "prelu" || layer.kind == "k_sparse";
    return spec::choiceOf(layer, *kind, "activation") != "identity";
}

} // namespace

std::string nearLinearSentence(const spec::ModelSpec &model, const data::Dataset &dataset, double mse, double pcaMse, core::Index components) {
    constexpr double about = 0.98, farAbove = 1.1;
    const bool isTable = dataset.shape.rank == 1 && !dataset.train.holdsBytes();
    if (!isTable || !(pcaMse > 0) || !(mse >= about * pcaMse) || mse > farAbove * pcaMse || std::none_of(model.layers.begin(), model.layers.end(), hasBend))
        return {};
    std::array<char, 256> text{};
    std::snprintf(
        text.data(), text.size(),
        "The network's error, MSE %.3g, is about that of PCA with as many numbers (%lld), %.3g: as far as this training shows, the data are near linear, and bends gain little.",
        mse, static_cast<long long>(components), pcaMse);
    return text.data();
}

} // namespace hourglass::training
