#include "engine/judging/task_samples.h"

#include <algorithm>
#include <map>

namespace hourglass::judging {

namespace {

constexpr double mostMultiplyAdds = 1e10;

ChosenSamples withClass(ChosenSamples chosen) {
    ChosenSamples kept{chosen.part, {}, {}};
    for (std::size_t i = 0; i < chosen.labels.size(); ++i)
        if (chosen.labels[i] >= 0) {
            kept.samples.push_back(chosen.samples[i]);
            kept.labels.push_back(chosen.labels[i]);
        }
    return kept;
}

ChosenSamples taken(const ChosenSamples &chosen, std::span<const Index> places) {
    ChosenSamples some{chosen.part, {}, selected(Labels(chosen.labels), places)};
    for (const Index place : places)
        some.samples.push_back(chosen.samples[static_cast<std::size_t>(place)]);
    return some;
}

} // namespace

data::PartKind judgedPart(const data::Dataset &dataset) {
    return !dataset.test.isEmpty() ? data::PartKind::Test : !dataset.validation.isEmpty() ? data::PartKind::Validation : data::PartKind::Train;
}

ChosenSamples evenly(const data::Dataset &dataset, data::PartKind kind, Index most) {
    const data::Part &part = partOf(dataset, kind);
    // Classes may take turns in the order of a file: each is gone through by itself.
    std::map<std::int32_t, std::vector<Index>> ofClass;
    for (Index sample = 0; sample < part.samples; ++sample)
        ofClass[part.labels.empty() ? -1 : part.labels[static_cast<std::size_t>(sample)]].push_back(sample);
    ChosenSamples chosen{kind, {}, {}};
    for (const auto &[label, samples] : ofClass) {
        const auto size = static_cast<Index>(samples.size());
        const Index count = part.samples <= most ? size : std::max<Index>(1, size * most / part.samples);
        for (Index i = 0; i < count; ++i)
            chosen.samples.push_back(samples[static_cast<std::size_t>(i * size / count)]);
    }
    std::sort(chosen.samples.begin(), chosen.samples.end());
    for (const Index sample : chosen.samples)
        if (!part.labels.empty())
            chosen.labels.push_back(part.labels[static_cast<std::size_t>(sample)]);
    return chosen;
}

ProbeSamples probeSamples(const data::Dataset &dataset, Index fitted, Index asked) {
    const data::PartKind judged = judgedPart(dataset);
    if (judged != data::PartKind::Train)
        return {withClass(evenly(dataset, data::PartKind::Train, fitted)), withClass(evenly(dataset, judged, asked))};
    const ChosenSamples all = withClass(evenly(dataset, judged, fitted + asked));
    const Split split = stratifiedSplit(all.labels, static_cast<double>(asked) / static_cast<double>(fitted + asked), 0);
    return {taken(all, split.fit), taken(all, split.heldOut)};
}

Table inputsOf(const data::Dataset &dataset, const ChosenSamples &chosen) {
    Table inputs(dataset.features(), static_cast<Index>(chosen.samples.size()));
    partOf(dataset, chosen.part).gather(chosen.samples.data(), inputs.columns, {inputs.values.data(), inputs.rows, inputs.columns, inputs.rows});
    return inputs;
}

std::optional<Table> codesOf(analysis::TaskContext &context, const ChosenSamples &chosen) {
    const data::Dataset &dataset = *context.dataset();
    plan::Network &network = context.network();
    const auto count = static_cast<Index>(chosen.samples.size());
    const Index stride = core::strideOf(dataset.features());
    Table codes(network.plan().codeSize(), count);
    core::Floats inputs(stride * network.block());
    for (Index first = 0; first < count; first += network.block()) {
        if (isCancelled(context.cancelled()))
            return {};
        const core::View x{inputs.data(), dataset.features(), std::min(network.block(), count - first), stride};
        partOf(dataset, chosen.part).gather(chosen.samples.data() + first, x.columns, x);
        const core::ConstView code = network.encode(x);
        for (Index i = 0; i < x.columns; ++i)
            std::copy_n(code.column(i), codes.rows, codes.column(first + i));
    }
    return codes;
}

Index affordable(const plan::Plan &plan, Index wanted) {
    double sum = 1;
    for (const plan::LayerOutline &layer : plan.outline().layers)
        sum += layer.multiplyAdds;
    return std::min(wanted, static_cast<Index>(std::max(200.0, mostMultiplyAdds / sum)));
}

} // namespace hourglass::judging
