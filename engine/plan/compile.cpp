#include "engine/plan/plan.h"

#include <algorithm>

#include "engine/layers/activation.h"
#include "engine/plan/ending.h"
#include "engine/plan/undone.h"

namespace hourglass::plan {

namespace {

core::Error atLayer(int index, core::Error error) {
    error.layer = index;
    error.where = "layer " + std::to_string(index + 1);
    return error;
}

Role roleOf(int index, Index code) {
    return index < code ? Role::Encoder : index == code ? Role::Code : Role::Decoder;
}

LayerOutline outlineOf(const spec::Component &component, const spec::Kind &kind, const layers::Traits &needs, const core::Shape &input, Role role) {
    LayerOutline outline{.label = kind.label,
                         .activation = {},
                         .input = input,
                         .output = needs.output,
                         .multiplyAdds = needs.multiplyAdds,
                         .role = role,
                         .hasWidth = kind.hasWidth()};
    if (kind.find("activation"))
        outline.activation = layers::activationLabel(spec::choiceOf(component, kind, "activation"));
    for (const layers::Tensor &tensor : needs.parameters)
        outline.parameters += tensor.size();
    return outline;
}

} // namespace

layers::LayerArrays Plan::arraysOf(int index, const float *parameters, const float *prepared, const float *state) const {
    const PlacedLayer &placed = m_layers[static_cast<std::size_t>(index)];
    layers::LayerArrays arrays{parameters + placed.parameters, prepared + placed.prepared, state + placed.state, nullptr, nullptr};
    if (placed.traits().tiedTo >= 0) {
        const PlacedLayer &tied = m_layers[static_cast<std::size_t>(placed.traits().tiedTo)];
        arrays.tiedParameters = parameters + tied.parameters;
        arrays.tiedPrepared = prepared + tied.prepared;
    }
    return arrays;
}

Index Plan::widest() const {
    Index widest = features();
    for (const PlacedLayer &placed : m_layers)
        widest = std::max(widest, placed.traits().output.size());
    return widest;
}

/// As it stands, whatever its end; `undone` tells which maps come back exactly, null: none.
PlanResult laidOut(const spec::ModelSpec &model, const core::Shape &sample, const std::vector<layers::Row> &kinds, Undone *undone) {
    if (model.layers.empty())
        return core::Error{"The stack has no layers", "", "Insert one."};
    if (static_cast<Index>(model.layers.size()) > spec::largestLayers)
        return core::Error{"The stack has more than " + std::to_string(spec::largestLayers) + " layers", "", "Take some out."};
    if (model.code < 0 || model.code >= static_cast<Index>(model.layers.size()))
        return core::Error{"The code is said to be layer " + std::to_string(model.code) + ", which the stack does not have", "model.code",
                           "Name one of 0 … " + std::to_string(model.layers.size() - 1) + "."};
    auto plan = std::make_shared<Plan>();
    plan->m_model = model;
    plan->m_outline.input = sample;
    core::Shape shape = sample;
    std::vector<const layers::Layer *> before;
    for (int index = 0; index < static_cast<int>(model.layers.size()); ++index) {
        const spec::Component &component = model.layers[static_cast<std::size_t>(index)];
        const auto row = std::find_if(kinds.begin(), kinds.end(), [&](const layers::Row &r) { return r.kind.key == component.kind; });
        if (row == kinds.end())
            return atLayer(index, {"There is no layer of the kind \"" + component.kind + "\"", "", "Choose another kind."});
        layers::LayerContext context{shape, sample, index, static_cast<int>(model.code), before};
        if (undone)
            context.undone = undone->by(index, context);
        layers::LayerResult made = row->make(component, context);
        if (!made)
            return atLayer(index, made.error());
        if (undone)
            undone->note(index, context, (*made)->traits().output);
        PlacedLayer placed{*made, plan->m_parameterFloats, plan->m_stateFloats, plan->m_preparedFloats};
        for (const layers::Tensor &tensor : placed.traits().parameters)
            plan->m_parameterFloats += core::padded(tensor.size());
        for (const layers::Tensor &tensor : placed.traits().state)
            plan->m_stateFloats += core::padded(tensor.size());
        plan->m_preparedFloats += core::padded(placed.traits().preparedSize);
        if (plan->m_parameterFloats > layers::largestTensor)
            return atLayer(index, layers::tooLarge("With this layer the stack would have", static_cast<double>(plan->m_parameterFloats), "parameters",
                                                   "Make it narrower."));
        plan->m_outline.layers.push_back(outlineOf(component, row->kind, placed.traits(), shape, roleOf(index, model.code)));
        plan->m_outline.parameters += plan->m_outline.layers.back().parameters;
        shape = placed.traits().output;
        before.push_back(placed.layer.get());
        plan->m_layers.push_back(std::move(placed));
    }
    Outline &outline = plan->m_outline;
    outline.codeSize = outline.layers[static_cast<std::size_t>(model.code)].output.size();
    outline.compression = static_cast<double>(sample.size()) / static_cast<double>(outline.codeSize);
    for (std::size_t index = 0; index < outline.layers.size(); ++index)
        outline.multiplyAddsPerSample += outline.layers[index].multiplyAdds * (index == 0 ? 2 : 3);
    return std::shared_ptr<const Plan>(std::move(plan));
}

namespace {

PlanResult laidOutExactly(const spec::ModelSpec &model, const core::Shape &sample, const std::vector<layers::Row> &kinds) {
    Undone undone(model);
    return laidOut(model, sample, kinds, &undone);
}

bool endsAsASample(const PlanResult &plan) {
    return plan && (*plan)->layers().back().traits().output.size() == (*plan)->features();
}

/// As many numbers, but a map of 57 × 21 is none of 63 × 19.
bool endsWithOtherSides(const PlanResult &plan, const core::Shape &sample) {
    const core::Shape &output = (*plan)->layers().back().traits().output;
    return output.rank == 3 && sample.rank == 3 && output != sample;
}

} // namespace

PlanResult compile(const spec::ModelSpec &model, const core::Shape &sample, const std::vector<layers::Row> &kinds) {
    PlanResult plan = laidOut(model, sample, kinds, nullptr);
    if (endsAsASample(plan) && !endsWithOtherSides(plan, sample))
        return plan;
    if (PlanResult exact = laidOutExactly(model, sample, kinds); endsAsASample(exact)) // strides that do not divide a side
        return exact;
    if (!plan || endsAsASample(plan))
        return plan;
    const auto fits = [&](const spec::ModelSpec &changed) {
        return endsAsASample(laidOut(changed, sample, kinds, nullptr)) || endsAsASample(laidOutExactly(changed, sample, kinds));
    };
    return atLayer(static_cast<int>(model.layers.size()) - 1,
                   {"The last layer gives " + core::toText((*plan)->layers().back().traits().output) + " numbers, but a sample has " + core::toText(sample), "",
                    endingHint(**plan, fits)});
}

void prepare(const Plan &plan, const float *parameters, const float *state, float *prepared) {
    for (int index = 0; index < static_cast<int>(plan.layers().size()); ++index) {
        const PlacedLayer &placed = plan.layers()[static_cast<std::size_t>(index)];
        for (Index task = 0; task < placed.traits().prepareTasks; ++task)
            placed.layer->prepare(plan.arraysOf(index, parameters, prepared, state), prepared + placed.prepared, task);
    }
}

} // namespace hourglass::plan
