#include "ui/stack/stack_sketch.h"

#include <variant>

namespace hourglass::ui {

namespace {

/// The label of the choice made for a setting, or empty where there is no such setting.
std::string choiceLabel(const spec::LayerSpec &layer, const spec::Kind &kind, const std::string &key) {
    const spec::Setting *setting = kind.find(key);
    if (!setting)
        return {};
    const spec::Value value = spec::valueOf(layer, kind, key);
    const auto *chosen = std::get_if<std::string>(&value);
    for (const spec::Choice &choice : setting->choices)
        if (chosen && choice.key == *chosen)
            return choice.label;
    return {};
}

plan::Role roleAt(core::Index index, core::Index code) {
    return index < code ? plan::Role::Encoder : index == code ? plan::Role::Code : plan::Role::Decoder;
}

} // namespace

plan::LayerOutline sketchedLayer(const spec::LayerSpec &layer, const spec::Catalogue &catalogue, const core::Shape &input,
                                 const core::Shape &sample) {
    plan::LayerOutline sketch;
    sketch.label = layer.kind;
    sketch.input = sketch.output = input;
    const spec::Kind *kind = spec::find(catalogue.layers, layer.kind);
    if (!kind)
        return sketch;
    sketch.label = kind->label;
    sketch.activation = choiceLabel(layer, *kind, "activation");
    if (kind->find("units")) {
        const spec::Value units = spec::valueOf(layer, *kind, "units");
        if (const auto *number = std::get_if<core::Index>(&units))
            sketch.output = core::Shape(*number);
        else
            sketch.output = core::Shape(sample.size());
    }
    return sketch;
}

plan::Outline sketchedStack(const spec::ModelSpec &model, const spec::Catalogue &catalogue, const core::Shape &sample) {
    plan::Outline outline;
    outline.input = sample;
    core::Shape shape = sample;
    for (const spec::LayerSpec &layer : model.layers) {
        plan::LayerOutline sketch = sketchedLayer(layer, catalogue, shape, sample);
        sketch.role = roleAt(static_cast<core::Index>(outline.layers.size()), model.code);
        shape = sketch.output;
        outline.layers.push_back(sketch);
    }
    return outline;
}

} // namespace hourglass::ui
