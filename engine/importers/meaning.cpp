#include "engine/importers/meaning.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

#include "engine/layers/activation.h"
#include "engine/plan/network.h"

namespace hourglass::importers {

namespace {

constexpr Index mostSamples = 2000, mostTried = 500, block = 100;

/// Calls `take` with samples of the part in columns.
template <class Take>
void forSome(const data::Part &part, Index most, const Take &take) {
    const Index count = std::min(part.samples, most), stride = core::strideOf(part.features);
    core::Floats columns(stride * block);
    for (Index first = 0; first < count; first += block) {
        const Index here = std::min(block, count - first);
        for (Index i = 0; i < here; ++i)
            part.copySample((first + i) * part.samples / count, columns.data() + i * stride);
        take(core::ConstView{columns.data(), part.features, here, stride});
    }
}

/// The model with other activations where its file says none.
spec::ModelSpec withActivations(const Imported &imported, const char *hidden, const char *output) {
    spec::ModelSpec model = imported.plan->model();
    for (const int layer : imported.hiddenActivations)
        model.layers[static_cast<std::size_t>(layer)].values["activation"] = std::string(hidden);
    if (imported.lacksOutput)
        model.layers.back().values["activation"] = std::string(output);
    return model;
}

double errorOf(plan::Network &network, const data::Dataset &dataset, Index most) {
    double sum = 0, numbers = 0;
    forSome(dataset.heldOut().isEmpty() ? dataset.train : dataset.heldOut(), most, [&](core::ConstView samples) {
        const core::ConstView made = network.reconstruct(samples);
        for (Index column = 0; column < samples.columns; ++column)
            for (Index i = 0; i < samples.rows; ++i) {
                const double away = static_cast<double>(samples.column(column)[i]) - static_cast<double>(made.column(column)[i]);
                sum += away * away;
                ++numbers;
            }
    });
    return sum / std::max(numbers, 1.0);
}

} // namespace

void chooseActivations(Imported &imported, const data::Dataset &dataset) {
    if (!imported.lacksActivations() || imported.plan->features() != dataset.features())
        return;
    constexpr const char *usual[] = {"relu", "tanh", "leaky_relu", "elu", "gelu", "silu", "selu", "sigmoid", "softplus"},
                         *outputs[] = {"identity", "sigmoid", "tanh"};
    double least = std::numeric_limits<double>::infinity();
    std::pair<const char *, const char *> best{usual[0], outputs[0]};
    std::shared_ptr<const plan::Plan> chosen = imported.plan;
    for (const char *hidden : usual)
        for (const char *output : outputs) {
            const auto plan = plan::compile(withActivations(imported, hidden, output), imported.plan->input());
            if (!plan || (imported.hiddenActivations.empty() && hidden != usual[0]) || (!imported.lacksOutput && output != outputs[0]))
                continue;
            plan::Network network(*plan, imported.parameters.data(), imported.state.data(), block);
            const double error = errorOf(network, dataset, mostTried);
            if (error < least) {
                least = error;
                best = {hidden, output};
                chosen = *plan;
            }
        }
    imported.plan = std::move(chosen);
    std::string what = imported.hiddenActivations.empty() ? "" : layers::activationLabel(best.first) + " between the layers";
    if (imported.lacksOutput)
        what += (what.empty() ? "" : " and ") + layers::activationLabel(best.second) + " at the output";
    imported.remarks.push_back("The file does not say its activations: " + what + " reconstruct these data best of the usual ones, and were taken.");
    imported.hiddenActivations.clear();
    imported.lacksOutput = false;
}

Meaning measureMeaning(const std::shared_ptr<const plan::Plan> &plan, const Imported &imported, const data::Dataset &dataset) {
    std::vector<double> mean(static_cast<std::size_t>(dataset.features()), 0.0);
    double counted = 0;
    forSome(dataset.train, mostSamples, [&](core::ConstView samples) {
        for (Index column = 0; column < samples.columns; ++column)
            for (std::size_t i = 0; i < mean.size(); ++i)
                mean[i] += static_cast<double>(samples.column(column)[i]);
        counted += static_cast<double>(samples.columns);
    });
    for (double &number : mean)
        number /= std::max(counted, 1.0);
    plan::Network network(plan, imported.parameters.data(), imported.state.data(), block);
    Meaning meaning;
    meaning.model = errorOf(network, dataset, mostSamples);
    double numbers = 0;
    forSome(dataset.heldOut().isEmpty() ? dataset.train : dataset.heldOut(), mostSamples, [&](core::ConstView samples) {
        for (Index column = 0; column < samples.columns; ++column)
            for (std::size_t i = 0; i < mean.size(); ++i) {
                const double away = static_cast<double>(samples.column(column)[i]) - mean[i];
                meaning.mean += away * away;
                ++numbers;
            }
    });
    meaning.mean /= std::max(numbers, 1.0);
    return meaning;
}

std::string Meaning::sentence() const {
    if (model < mean)
        return {};
    char numbers[96];
    std::snprintf(numbers, sizeof numbers, "(MSE %.3g, the mean sample alone %.3g)", model, mean);
    return std::string("The model fits these data in shape, but its reconstructions are no better than the mean sample ") + numbers +
           ": it was trained on others, or on numbers scaled or ordered otherwise.";
}

} // namespace hourglass::importers
