#include "engine/plan/lowered.h"

#include "engine/layers/lowering.h"

namespace hourglass::plan {

namespace {

const layers::Traits &traitsOf(const Plan &plan, int index) {
    return plan.layers()[static_cast<std::size_t>(index)].traits();
}

layers::LayerArrays arraysOf(const Plan &plan, int index, const float *parameters, const float *state) {
    const auto &placed = plan.layers();
    layers::LayerArrays arrays;
    arrays.parameters = parameters + placed[static_cast<std::size_t>(index)].parameters;
    arrays.state = state + placed[static_cast<std::size_t>(index)].state;
    if (const int tied = traitsOf(plan, index).tiedTo; tied >= 0)
        arrays.tiedParameters = parameters + placed[static_cast<std::size_t>(tied)].parameters;
    return arrays;
}

bool leavesLogits(const graph::Node &node) {
    const auto *last = std::get_if<graph::Activate>(&node.operation);
    return last && (last->function == kernels::Activation::Sigmoid || last->function == kernels::Activation::Softmax);
}

graph::ValueId shapedAs(graph::Graph &graph, graph::ValueId value, const core::Shape &shape) {
    return graph.shapeOf(value) == shape ? value : graph.add(graph::Reshape{}, value, shape, "output");
}

} // namespace

core::Result<graph::Graph> lowered(const Plan &plan, const float *parameters, const float *state, StackPart part, Purpose purpose) {
    const int layers = static_cast<int>(plan.layers().size()), first = part == StackPart::Decoder ? plan.codeLayer() + 1 : 0;
    const int last = part == StackPart::Encoder ? plan.codeLayer() : layers - 1;
    if (first > last)
        return core::Error{"Behind the code there is no layer, so there is no decoder", "", "Take the whole stack or the encoder."};
    graph::Graph graph;
    graph.inputName = part == StackPart::Decoder ? "code" : "input";
    graph.values = {first == 0 ? plan.input() : traitsOf(plan, first - 1).output};
    graph.input = 0;
    graph::ValueId at = graph.input;
    for (int index = first; index <= last; ++index) {
        const layers::Traits &traits = traitsOf(plan, index);
        const auto *layer = dynamic_cast<const layers::Lowered *>(plan.layers()[static_cast<std::size_t>(index)].layer.get());
        if (!layer) {
            core::Error error{"No other program knows what this layer (" + plan.outline().layers[static_cast<std::size_t>(index)].label + ") does",
                              "layer " + std::to_string(index + 1), "Take it out, or use `reconstruct` and `encode`."};
            error.layer = index;
            return error;
        }
        layers::Lowering lowering(graph, at, index, traits, arraysOf(plan, index, parameters, state),
                                  traits.tiedTo < 0 ? nullptr : &traitsOf(plan, traits.tiedTo));
        lowering.setForTraining(purpose == Purpose::Training);
        layer->lower(lowering);
        lowering.shapeAs(traits.output);
        at = lowering.at();
    }
    if (part == StackPart::Encoder) {
        graph.outputs = {{"code", at}};
        return graph;
    }
    // A softmax of a stack that ends flat is of all numbers, whatever the sample's shape: so the logits are shaped by themselves.
    const bool hasLogits = !graph.nodes.empty() && graph.nodes.back().output == at && leavesLogits(graph.nodes.back());
    const graph::ValueId logits = hasLogits ? graph.nodes.back().input : graph::none;
    graph.outputs = {{"reconstruction", shapedAs(graph, at, plan.input())}};
    if (hasLogits)
        graph.outputs.push_back({"logits", shapedAs(graph, logits, plan.input())});
    return graph;
}

} // namespace hourglass::plan
