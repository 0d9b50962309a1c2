#include "ui/stack/stack_sketch.h"

#include <algorithm>
#include <cmath>
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

/// A number of the settings; `ofData` where the word "data" stands there, 1 where another word does or nothing.
core::Index numberOf(const spec::LayerSpec &layer, const spec::Kind &kind, const std::string &key, core::Index ofData = 1) {
    if (!kind.find(key))
        return 1;
    const spec::Value value = spec::valueOf(layer, kind, key);
    if (const auto *number = std::get_if<core::Index>(&value))
        return *number;
    return value == spec::Value(std::string("data")) ? ofData : 1;
}

/// A map's side behind a layer, as if padding were "same".
core::Index sideBehind(core::Index side, core::Index stride, bool isEnlarging) {
    const core::Index by = std::max<core::Index>(1, stride);
    return isEnlarging ? side * by : (side + by - 1) / by;
}

core::Shape mapsOf(const spec::LayerSpec &layer, const spec::Kind &kind, const core::Shape &input, const core::Shape &sample) {
    const core::Index channels = kind.find("channels") ? numberOf(layer, kind, "channels", sample.channels()) : input.channels();
    const bool isEnlarging = kind.find("factor") || kind.find("output_padding");
    const core::Index stride = numberOf(layer, kind, kind.find("factor") ? "factor" : "stride");
    return {channels, sideBehind(input.height(), stride, isEnlarging), sideBehind(input.width(), stride, isEnlarging)};
}

core::Index stepsOf(const core::Shape &shape) {
    return shape.rank == 1 ? shape.size() : shape.rank == 2 ? shape.extents[0] : shape.height();
}

/// As well as the numbers fill it.
core::Shape reshapedOf(const spec::LayerSpec &layer, const spec::Kind &kind, core::Index size) {
    const core::Index channels = std::max<core::Index>(numberOf(layer, kind, "channels"), 1), ofChannel = std::max<core::Index>(size / channels, 1);
    if (spec::choiceOf(layer, kind, "form") == "series")
        return {ofChannel, channels};
    const auto side = [&](const char *key) { // 0 for "auto"
        const spec::Value value = spec::valueOf(layer, kind, key);
        const auto *number = std::get_if<core::Index>(&value);
        return number ? *number : core::Index{0};
    };
    const core::Index height = side("height"), width = side("width");
    if (height < 1 && width < 1) {
        const core::Index root = std::llround(std::sqrt(static_cast<double>(ofChannel)));
        return {channels, root, root};
    }
    return {channels, height > 0 ? height : std::max<core::Index>(ofChannel / width, 1), width > 0 ? width : std::max<core::Index>(ofChannel / height, 1)};
}

/// What a layer makes, as far as its settings tell: strides, steps and units, not what borders take.
core::Shape outputOf(const spec::LayerSpec &layer, const spec::Kind &kind, const core::Shape &input, const core::Shape &sample) {
    const core::Index ofStep = sample.rank == 1 ? 1 : sample.width();
    if (kind.key == "repeat_vector")
        return {numberOf(layer, kind, "steps", stepsOf(sample)), input.size()};
    if (kind.key == "reshape")
        return reshapedOf(layer, kind, input.size());
    if (kind.key == "dense_steps")
        return {stepsOf(input), numberOf(layer, kind, "units", ofStep)};
    if (kind.find("channels") && kind.key.rfind("conv1d", 0) == 0)
        return {sideBehind(stepsOf(input), numberOf(layer, kind, "stride"), kind.find("output_padding")), numberOf(layer, kind, "channels", ofStep)};
    if (kind.find("channels") || kind.find("stride") || kind.find("factor"))
        return mapsOf(layer, kind, input, sample);
    if (!kind.find("units"))
        return input;
    const core::Index units = numberOf(layer, kind, "units", sample.size());
    if (!kind.find("bidirectional"))
        return core::Shape(units);
    const core::Index both = spec::valueOf(layer, kind, "bidirectional") == spec::Value(true) ? 2 * units : units;
    return spec::choiceOf(layer, kind, "output") == "sequence" ? core::Shape(stepsOf(input), both) : core::Shape(both);
}

/// A tied layer goes back to what came into the layer it uses.
core::Shape behindTied(const spec::LayerSpec &layer, const spec::Kind &kind, const plan::Outline &before, core::Index code) {
    const spec::Value to = spec::valueOf(layer, kind, "to");
    const auto count = static_cast<core::Index>(before.layers.size());
    const auto *index = std::get_if<core::Index>(&to);
    const core::Index used = index ? *index : 2 * code + 1 - count;
    return used >= 0 && used < count ? core::Shape(before.layers[static_cast<std::size_t>(used)].input.size()) : before.input;
}

plan::Role roleAt(core::Index index, core::Index code) {
    return index < code ? plan::Role::Encoder : index == code ? plan::Role::Code : plan::Role::Decoder;
}

} // namespace

plan::LayerOutline sketchedLayer(const spec::LayerSpec &layer, const spec::Catalogue &catalogue, const core::Shape &input, const core::Shape &sample) {
    plan::LayerOutline sketch;
    sketch.label = layer.kind;
    sketch.input = sketch.output = input;
    const spec::Kind *kind = spec::find(catalogue.layers, layer.kind);
    if (!kind)
        return sketch;
    sketch.label = kind->label;
    sketch.activation = choiceLabel(layer, *kind, "activation");
    sketch.hasWidth = kind->hasWidth();
    sketch.output = outputOf(layer, *kind, input, sample);
    return sketch;
}

plan::Outline sketchedStack(const spec::ModelSpec &model, const spec::Catalogue &catalogue, const core::Shape &sample) {
    plan::Outline outline;
    outline.input = sample;
    core::Shape shape = sample;
    for (const spec::LayerSpec &layer : model.layers) {
        plan::LayerOutline sketch = sketchedLayer(layer, catalogue, shape, sample);
        if (const spec::Kind *kind = spec::find(catalogue.layers, layer.kind); kind && kind->key == "tied")
            sketch.output = behindTied(layer, *kind, outline, model.code);
        sketch.role = roleAt(static_cast<core::Index>(outline.layers.size()), model.code);
        shape = sketch.output;
        outline.layers.push_back(sketch);
    }
    return outline;
}

} // namespace hourglass::ui
