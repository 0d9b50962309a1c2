// What there is: presets, data sets, and a preset as JSON.
#include "app/commands/list_commands.h"

#include <algorithm>
#include <iomanip>
#include <ostream>

#include "app/commands/json_line.h"
#include "app/import/embedded.h"
#include "engine/spec/json.h"
#include "engine/spec/presets.h"

namespace hourglass::app {

namespace {

std::string stackText(const spec::ModelSpec &model) {
    std::string text = "data";
    for (const spec::LayerSpec &layer : model.layers) {
        const auto units = layer.values.find("units");
        text += "-";
        if (units == layer.values.end())
            text += layer.kind;
        else if (const auto *number = std::get_if<spec::Index>(&units->second))
            text += std::to_string(*number);
        else
            text += "data";
    }
    return text;
}

ExitStatus listPresets(const Arguments &arguments, Console &console) {
    std::size_t keys = 0, stacks = 0;
    for (const spec::Preset &preset : spec::presets()) {
        keys = std::max(keys, preset.key.size());
        stacks = std::max(stacks, stackText(preset.spec.model).size());
    }
    const int keyWidth = static_cast<int>(keys) + 2, stackWidth = static_cast<int>(stacks) + 2;
    for (const spec::Preset &preset : spec::presets()) {
        if (arguments.has("--json"))
            console.out << JsonLine()
                               .text("name", preset.key)
                               .text("title", preset.spec.name)
                               .text("sentence", preset.sentence)
                               .text("stack", stackText(preset.spec.model))
                               .text("loss", preset.spec.training.loss.kind)
                               .text("data", preset.spec.data.source)
                               .integer("batch", preset.spec.training.batch)
                               .integer("epochs", preset.spec.training.epochs)
                               .toText()
                        << '\n';
        else
            console.out << std::left << std::setw(keyWidth) << preset.key << std::setw(stackWidth) << stackText(preset.spec.model) << preset.sentence << '\n';
    }
    return ExitStatus::Done;
}

ExitStatus listDatasets(const Arguments &arguments, Console &console) {
    for (const data::Source &source : library().sources()) {
        if (arguments.has("--json"))
            console.out << JsonLine()
                               .text("name", source.key)
                               .text("title", source.title)
                               .text("description", source.description)
                               .flag("available", source.isAvailable)
                               .toText()
                        << '\n';
        else
            console.out << std::left << std::setw(22) << source.key << source.description << (source.isAvailable ? "" : " (not installed)") << '\n';
    }
    return ExitStatus::Done;
}

ExitStatus printSpec(const Arguments &arguments, Console &console) {
    const std::optional<std::string> name = arguments.value("--preset");
    if (!name)
        return failed({"Which preset?", "", "Give --preset NAME; `hourglass presets` lists them."}, console);
    const auto preset = spec::findPreset(*name);
    if (!preset)
        return failed(preset.error(), console);
    const std::string text = spec::writeSpec(preset->spec);
    console.out << text << (!text.empty() && text.back() == '\n' ? "" : "\n");
    return ExitStatus::Done;
}

const Option jsonOption{"--json", "", "one JSON object a line"};

} // namespace

Command presetsCommand() {
    return {"presets", "[--json]", "lists the ready stacks", {jsonOption}, 0, listPresets};
}

Command datasetsCommand() {
    return {"datasets", "[--json]", "lists the data sets known by name", {jsonOption}, 0, listDatasets};
}

Command specCommand() {
    return {"spec", "--preset NAME", "prints a preset as JSON, to be changed and given to train --spec", {{"--preset", "NAME", "see `hourglass presets`"}},
            0,      printSpec};
}

} // namespace hourglass::app
