#include "engine/sweeps/ready_made.h"

#include "engine/spec/nearest.h"

namespace hourglass::sweeps {

namespace {

using core::Error;

core::Result<Sweep> overBottleneck(const spec::Spec &spec) {
    const auto code = static_cast<std::size_t>(spec.model.code);
    if (code >= spec.model.layers.size() || spec.model.layers[code].values.count("units") == 0)
        return Error{"The layer that is the code has no units of its own", "bottleneck", "Make a dense or variational layer the code."};
    return Sweep{spec, {{"layers.code.units", {"1", "2", "4", "8", "16", "32", "64"}}}};
}

core::Result<Sweep> overDepth(const spec::Spec &spec) {
    if (const auto model = withDepth(spec.model, 1); !model)
        return model.error();
    return Sweep{spec, {{depthPath, {"0", "1", "2", "3", "4"}}}};
}

core::Result<Sweep> overNoise(const spec::Spec &spec) {
    Sweep sweep{spec, {{"training.corruption.strength", {"0", "0.1", "0.2", "0.3", "0.5", "0.8"}}}};
    if (spec.training.corruption.kind != "gaussian")
        sweep.base.training.corruption = {"gaussian", {}};
    return sweep;
}

core::Result<Sweep> overBeta(const spec::Spec &spec) {
    for (std::size_t layer = 0; layer < spec.model.layers.size(); ++layer)
        if (spec.model.layers[layer].kind == "variational")
            return Sweep{spec, {{"layers." + std::to_string(layer) + ".beta", {"0.1", "0.3", "1", "3", "10", "30"}}}};
    return Error{"There is no variational layer whose beta could be varied", "beta", "Take a stack such as that of the presets Variational or β-variational."};
}

} // namespace

const std::vector<ReadyMade> &readyMades() {
    static const std::vector<ReadyMade> all{
        {"bottleneck", "Error against bottleneck size",
         "How much a wider code is worth, beside PCA with as many components. Where the curve bends (the elbow), more units say little more.",
         Plot::ErrorsAndPca, overBottleneck},
        {"depth", "Error against depth", "How much layers between data and code are worth: none, one, two …, each narrower than the one before.", Plot::Errors,
         overDepth},
        {"noise", "Error against noise",
         "What Gaussian noise on the input of the training does to the error of clean samples: a little may help, much does harm.", Plot::Errors, overNoise},
        {"beta", "Rate against distortion", "What the code of a variational stack tells of a sample, in nats, against what is lost, as its price beta grows.",
         Plot::RateAndDistortion, overBeta}};
    return all;
}

core::Result<ReadyMade> findReadyMade(const std::string &key) {
    std::vector<std::string> known;
    for (const ReadyMade &row : readyMades()) {
        if (row.key == key)
            return row;
        known.push_back(row.key);
    }
    return Error{"There is no ready-made sweep \"" + key + '"', "", spec::suggestion(key, known)};
}

} // namespace hourglass::sweeps
