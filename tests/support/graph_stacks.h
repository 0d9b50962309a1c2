// Stacks as graphs: numbers that no shortcut gets right by chance, and how far two arrays lie apart.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/graph/interpreter.h"
#include "engine/plan/lowered.h"
#include "engine/plan/network.h"
#include "engine/plan/placed_tensors.h"
#include "engine/spec/presets.h"
#include "tests/support/random_stack_checks.h"

namespace hourglass::tests {

/// A plan with numbers as after a training: biases, running statistics and slopes are no zeros and ones.
struct FilledPlan {
    std::shared_ptr<const plan::Plan> plan;
    core::Floats parameters, state;

    FilledPlan(std::shared_ptr<const plan::Plan> made, std::uint64_t seed)
        : plan(std::move(made)), parameters(plan->parameterFloats()), state(plan->stateFloats()) {
        plan::initialise(*plan, seed, parameters.data(), state.data());
        Lots lots(seed + 1'000'000);
        for (const plan::PlacedTensor &placed : plan::tensorsOf(*plan)) {
            // As large as trained weights are: sums of many inputs stay about 1.
            const double most = placed.tensor->isWeight() ? 1 / std::sqrt(static_cast<double>(placed.tensor->fanIn)) : 0.2;
            for (Index i = 0; !placed.isState && i < placed.tensor->size(); ++i)
                parameters[placed.offset + i] += static_cast<float>(lots.between(-most, most));
        }
        for (float &value : state.span()) // variances stay positive
            value += static_cast<float>(lots.between(0.0, 0.4));
    }

    core::Result<graph::Graph> lowered(plan::StackPart part) const { return plan::lowered(*plan, parameters.data(), state.data(), part); }
};

/// Samples in columns, between −1 and 2.
inline std::vector<float> someSamples(Index features, Index count, std::uint64_t seed) {
    Lots lots(seed + 2'000'000);
    std::vector<float> samples;
    for (Index i = 0; i < features * count; ++i)
        samples.push_back(static_cast<float>(lots.between(-1.0, 2.0)));
    return samples;
}

/// What Network makes of samples that lie one behind the other.
inline std::vector<float> networkOutput(const FilledPlan &filled, plan::StackPart part, const std::vector<float> &samples, Index count,
                                        bool wantsLogits = false) {
    plan::Network network(filled.plan, filled.parameters.data(), filled.state.data(), count);
    const Index features = static_cast<Index>(samples.size()) / count, stride = core::strideOf(features);
    core::Floats input(stride * count);
    for (Index i = 0; i < count; ++i)
        std::copy_n(samples.data() + i * features, features, input.data() + i * stride);
    const core::ConstView x{input.data(), features, count, stride};
    const core::ConstView y = part == plan::StackPart::Encoder   ? network.encode(x)
                              : part == plan::StackPart::Decoder ? network.decode(x)
                              : wantsLogits                      ? network.reconstructLogits(x)
                                                                 : network.reconstruct(x);
    std::vector<float> output;
    for (Index i = 0; i < count; ++i)
        output.insert(output.end(), y.column(i), y.column(i) + y.rows);
    return output;
}

/// Largest difference over max(1, largest number); infinite where the sizes differ or a number is none.
template <class A, class B>
double differenceOf(const std::vector<A> &one, const std::vector<B> &two) {
    double largest = 1, difference = one.size() == two.size() ? 0 : INFINITY;
    for (std::size_t i = 0; i < std::min(one.size(), two.size()); ++i) {
        largest = std::max(largest, std::abs(static_cast<double>(two[i])));
        const double here = std::abs(static_cast<double>(one[i]) - static_cast<double>(two[i]));
        difference = here >= 0 ? std::max(difference, here) : INFINITY;
    }
    return difference / largest;
}

/// The plan of a stack by lot, or null where it is not one that trains.
inline std::shared_ptr<const plan::Plan> randomPlan(std::uint64_t seed) {
    const RandomStack stack = StackLottery(seed).draw();
    if (!stack.spoiled.empty())
        return nullptr;
    const auto plan = plan::compile(stack.spec.model, stack.sizes.sample());
    return plan ? *plan : nullptr;
}

/// A preset on the shape of its data.
inline std::shared_ptr<const plan::Plan> presetPlan(const spec::Preset &preset) {
    const core::Shape shape = preset.spec.data.source == "fashion-mnist" ? core::Shape(1, 28, 28) : core::Shape(100);
    return *plan::compile(preset.spec.model, shape);
}

constexpr plan::StackPart stackParts[] = {plan::StackPart::Whole, plan::StackPart::Encoder, plan::StackPart::Decoder};

inline bool hasDecoder(const plan::Plan &plan) {
    return plan.codeLayer() + 1 < static_cast<int>(plan.layers().size());
}

/// Whether some sample comes to a choice of the largest that rounding decides: each answer is right then, and they lie apart.
inline bool isCloseCall(graph::Graph graph, const std::vector<float> &input, Index samples) {
    std::vector<Index> counts;
    graph.outputs.clear();
    for (const graph::Node &node : graph.nodes)
        if (const auto *keep = std::get_if<graph::KeepLargest>(&node.operation)) {
            graph.outputs.push_back({"choice", node.input});
            counts.push_back(keep->count);
        }
    const Index features = graph.shapeOf(graph.input).size();
    for (Index sample = 0; !counts.empty() && sample < samples; ++sample) {
        std::vector<std::vector<double>> choices = graph::run(graph, input.data() + sample * features);
        for (std::size_t i = 0; i < choices.size(); ++i) {
            std::sort(choices[i].rbegin(), choices[i].rend());
            const auto last = static_cast<std::size_t>(counts[i]) - 1;
            if (last + 1 >= choices[i].size())
                continue;
            const double kept = choices[i][last], left = choices[i][last + 1], largest = std::max(std::abs(choices[i].front()), std::abs(choices[i].back()));
            if (kept - left <= 1e-4 * largest && std::max(std::abs(kept), std::abs(left)) > 1e-6 * largest) // of zeros each is as good
                return true;
        }
    }
    return false;
}

/// How far the graph of a part is from the network over a few samples, or infinite where there is no such graph.
inline double graphDifference(const FilledPlan &filled, plan::StackPart part, std::uint64_t seed) {
    constexpr Index samples = 3;
    const auto graph = filled.lowered(part);
    if (!graph)
        return INFINITY;
    const Index features = graph->shapeOf(graph->input).size();
    const std::vector<float> input = someSamples(features, samples, seed);
    if (isCloseCall(*graph, input, samples))
        return 0;
    double difference = 0;
    for (std::size_t output = 0; output < graph->outputs.size(); ++output) {
        // A network gives logits of the whole stack alone, and of a sigmoid in the last layer.
        if (output == 1 && (part != plan::StackPart::Whole || !filled.plan->layers().back().traits().leavesLogits))
            continue;
        std::vector<double> given;
        for (Index sample = 0; sample < samples; ++sample) {
            const std::vector<double> one = graph::run(*graph, input.data() + sample * features)[output];
            given.insert(given.end(), one.begin(), one.end());
        }
        difference = std::max(difference, differenceOf(given, networkOutput(filled, part, input, samples, output == 1)));
    }
    return difference;
}

/// Empty, or which part of the stack of this seed gives other numbers as a graph: further away than single precision explains.
inline QString faultOfGraph(std::uint64_t seed) {
    const auto plan = randomPlan(seed);
    if (!plan)
        return {};
    const FilledPlan filled(plan, seed);
    for (const plan::StackPart part : stackParts)
        if (part != plan::StackPart::Decoder || hasDecoder(*plan))
            if (const double difference = graphDifference(filled, part, seed); !(difference <= 1e-5))
                return QString("part %1 differs by %2").arg(static_cast<int>(part)).arg(difference);
    return {};
}

} // namespace hourglass::tests
