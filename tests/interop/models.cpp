// Writes the presets, and stacks by lot, as ONNX, each with samples and with what Network makes of them, for other programs to be held to:
// interop_models FOLDER [STACKS]. Names: NAME.PART.onnx, NAME.PART.input.npy, NAME.PART.OUTPUT.npy; and deep.h, the preset Deep in C++.
#include <QString>

#include <cstdio>
#include <cstdlib>

#include "engine/core/floating_point.h"
#include "engine/exporters/model.h"
#include "engine/files/npy_writer.h"
#include "tests/support/graph_stacks.h"

using namespace hourglass;
using namespace hourglass::tests;
using plan::StackPart;

namespace {

constexpr Index samples = 5;

[[noreturn]] void giveUp(const std::string &why) {
    std::fprintf(stderr, "interop_models: %s\n", why.c_str());
    std::exit(1);
}

void writeArray(const std::string &path, const core::Shape &shape, const std::vector<float> &numbers) {
    std::vector<Index> extents{samples};
    extents.insert(extents.end(), shape.extents.begin(), shape.extents.begin() + shape.rank);
    auto writer = files::NpyWriter::create(path, extents);
    if (!writer)
        giveUp(writer.error().sentence());
    if (const auto error = writer->write(std::span<const float>(numbers)))
        giveUp(error->sentence());
    if (const auto error = writer->commit())
        giveUp(error->sentence());
}

void writeModel(const std::string &name, const FilledPlan &filled, std::uint64_t seed) {
    for (const StackPart part : stackParts) {
        if (part == StackPart::Decoder && !hasDecoder(*filled.plan))
            continue;
        const std::string path = name + (part == StackPart::Whole ? ".whole" : part == StackPart::Encoder ? ".encoder" : ".decoder");
        const auto model = exporters::modelOf({filled.plan, filled.parameters.data(), filled.state.data()}, part, exporters::formats().front());
        if (!model)
            giveUp(path + ": " + model.error().sentence());
        if (const auto error = exporters::write(exporters::formats().front(), *model, path + ".onnx"))
            giveUp(error->sentence());
        const graph::Graph &graph = model->parts.front();
        const core::Shape &input = graph.shapeOf(graph.input), &output = graph.shapeOf(graph.outputs.front().value);
        const std::vector<float> numbers = someSamples(input.size(), samples, seed);
        writeArray(path + ".input.npy", input, numbers);
        writeArray(path + '.' + graph.outputs.front().name + ".npy", output, networkOutput(filled, part, numbers, samples));
        if (part == StackPart::Whole && filled.plan->layers().back().traits().leavesLogits)
            writeArray(path + ".logits.npy", output, networkOutput(filled, part, numbers, samples, true));
    }
}

} // namespace

int main(int count, char **words) {
    if (count < 2)
        giveUp("which folder?");
    core::setFloatingPointMode();
    const std::string folder = std::string(words[1]) + '/';
    for (const spec::Preset &preset : spec::presets())
        writeModel(folder + preset.key, FilledPlan(presetPlan(preset), 1), 1);
    const FilledPlan deep(presetPlan(*spec::findPreset("deep")), 1);
    const exporters::Row &header = exporters::formats()[1];
    auto model = exporters::modelOf({deep.plan, deep.parameters.data(), deep.state.data()}, StackPart::Whole, header);
    model->title = "deep";
    if (const auto error = exporters::write(header, *model, folder + "deep.h"))
        giveUp(error->sentence());
    const long stacks = count > 2 ? std::atol(words[2]) : 100;
    for (std::uint64_t seed = 1, written = 0; written < static_cast<std::uint64_t>(stacks); ++seed)
        if (const auto plan = randomPlan(seed)) {
            writeModel(folder + "stack" + std::to_string(seed), FilledPlan(plan, seed), seed);
            ++written;
        }
    return 0;
}
