#include "engine/analysis/exciting_input_task.h"

#include <algorithm>
#include <cmath>

#include "engine/analysis/sample_blocks.h"
#include "engine/analysis/unit.h"
#include "engine/data/shown_part.h"

namespace hourglass::analysis {

namespace {

constexpr Index looked = 256;

struct Excited {
    double activation;
    std::vector<float> sample;
};

/// The samples among some at even distances that excite the unit most, the first first. Nothing where it was cancelled.
std::optional<std::vector<Excited>> mostExcited(plan::InputGradient &network, const data::Part &part, const core::Shape &output, Index unit, int count,
                                                const std::atomic<bool> *cancelled) {
    std::vector<Excited> found;
    const Index samples = std::min(part.samples, looked), stride = core::strideOf(part.features);
    core::Floats inputs(stride * network.block());
    for (Index first = 0; first < samples; first += network.block()) {
        if (isCancelled(cancelled))
            return {};
        const core::View x{inputs.data(), part.features, std::min(network.block(), samples - first), stride};
        for (Index column = 0; column < x.columns; ++column)
            part.copySample((first + column) * part.samples / samples, x.column(column));
        const core::ConstView y = network.forward(x);
        for (Index column = 0; column < x.columns; ++column)
            if (const double activation = activationOf(output, y.column(column), unit); std::isfinite(activation))
                found.push_back({activation, {x.column(column), x.column(column) + x.rows}});
        std::stable_sort(found.begin(), found.end(), [](const Excited &a, const Excited &b) { return a.activation > b.activation; });
        found.resize(std::min(found.size(), static_cast<std::size_t>(count)));
    }
    return found;
}

} // namespace

std::shared_ptr<const ExcitingInputPicture> ExcitingInputTask::run(TaskContext &context) const {
    const plan::Snapshot &snapshot = context.snapshot();
    const data::Dataset &dataset = *context.dataset();
    const auto &layers = snapshot.plan->outline().layers;
    if (layer < 0 || layer >= static_cast<int>(layers.size()))
        return nullptr;
    const core::Shape &output = layers[static_cast<std::size_t>(layer)].output;
    if (unit < 0 || unit >= unitsOf(output))
        return nullptr;
    if (latest->dataset != context.dataset()) {
        auto bounds = boundsOf(dataset, context.cancelled());
        if (!bounds)
            return nullptr;
        latest->bounds = std::move(*bounds);
        latest->dataset = context.dataset();
    }
    auto picture = std::make_shared<ExcitingInputPicture>();
    picture->moment = context.moment();
    picture->layer = layer;
    picture->unit = unit;
    plan::InputGradient network(snapshot, layer, options.starts);
    const auto excited = mostExcited(network, data::shownSamples(dataset), output, unit, options.starts - 1, context.cancelled());
    if (!excited)
        return nullptr;
    std::vector<std::vector<float>> starts;
    for (const Excited &from : *excited) {
        starts.push_back(from.sample);
        for (std::size_t i = 0; i < starts.back().size(); ++i)
            starts.back()[i] = (starts.back()[i] + latest->bounds.mean[i]) / 2;
    }
    picture->best = excited->empty() ? 0 : excited->front().activation;
    const auto ascent = exciteMost(network, dataset.shape, output, unit, latest->bounds, starts, options, context.cancelled());
    if (isCancelled(context.cancelled()))
        return nullptr;
    if (!ascent) {
        picture->obstacle = core::Error{"The weights of this unit are not finite", {}, "Go back to before the training diverged."};
        return picture;
    }
    picture->activation = ascent->activation;
    picture->mean = ascent->start;
    picture->values.resize(ascent->input.size());
    dataset.invert(ascent->input.data(), picture->values.data());
    return picture;
}

} // namespace hourglass::analysis
