#include "app/commands/export_command.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ostream>

#include "app/commands/job.h"
#include "app/commands/spec_options.h"
#include "app/wiring/version.h"
#include "engine/core/floating_point.h"
#include "engine/exporters/model.h"
#include "engine/files/atomic_file.h"
#include "engine/spec/wording.h"

namespace hourglass::app {

namespace {

using core::Index;
using plan::StackPart;

/// The check runs each operation by its definition: so many samples as take a second or so, and multiply-adds.
constexpr Index mostChecked = 16;
constexpr double mostWork = 3e8;
/// Beyond what sums in single precision differ by, of numbers about 1.
constexpr double largestDifference = 1e-4;

std::optional<StackPart> partOf(const std::string &word) {
    return word == "whole"     ? std::optional(StackPart::Whole)
           : word == "encoder" ? std::optional(StackPart::Encoder)
           : word == "decoder" ? std::optional(StackPart::Decoder)
                               : std::nullopt;
}

const exporters::Row *formatOf(const std::string &key) {
    const auto &formats = exporters::formats();
    const auto row = std::find_if(formats.begin(), formats.end(), [&](const exporters::Row &format) { return format.key == key; });
    return row == formats.end() ? nullptr : &*row;
}

/// "28 × 28"
std::string shapeText(const core::Shape &shape) {
    std::string text;
    for (int axis = 0; axis < shape.rank; ++axis)
        text += (axis > 0 ? " × " : "") + std::to_string(shape.extents[static_cast<std::size_t>(axis)]);
    return text;
}

std::string signatureOf(const graph::Graph &graph) {
    std::string text = graph.inputName + " (" + shapeText(graph.shapeOf(graph.input)) + ") →";
    for (std::size_t i = 0; i < graph.outputs.size(); ++i)
        text += (i > 0 ? ", " : " ") + graph.outputs[i].name + " (" + shapeText(graph.shapeOf(graph.outputs[i].value)) + ')';
    return text;
}

/// Runs a few samples through the operations and through the network.
struct Check {
    Index samples = 0;
    double difference = 0;
};

Check checked(const Job &job, const exporters::Subject &subject, StackPart part) {
    const data::Part &held = job.dataset->heldOut(), &source = held.isEmpty() ? job.dataset->train : held;
    const double work = std::max(1.0, job.plan->outline().multiplyAddsPerSample / 3);
    Check check{std::min({source.samples, mostChecked, std::max<Index>(1, static_cast<Index>(mostWork / work))})};
    const Index features = job.plan->features(), stride = core::strideOf(features);
    core::Floats numbers(stride * check.samples);
    for (Index i = 0; i < check.samples; ++i)
        source.copySample(i, numbers.data() + i * stride);
    check.difference = exporters::differenceFromNetwork(subject, part, {numbers.data(), features, check.samples, stride});
    return check;
}

ExitStatus run(const Arguments &arguments, Console &console) {
    const std::string path = arguments.value("-o").value_or(""), word = arguments.value("--part").value_or("whole"), key = arguments.value("--to").value_or("");
    if (key.empty())
        return failed({"In which format?", "--to", "Give --to with one of: " + exporters::formatKeys() + "."}, console);
    const exporters::Row *format = formatOf(key);
    if (!format)
        return failed({"There is no format " + spec::quoted(key), "--to", "Choose one of: " + exporters::formatKeys() + "."}, console);
    if (path.empty())
        return failed({"Where should the model go?", "-o", "Give -o MODEL" + std::string(format->suffix) + "."}, console);
    const auto part = partOf(word);
    if (!part)
        return failed({"There is no part " + spec::quoted(word), "--part", "Choose whole, encoder or decoder."}, console);
    if (!arguments.has("--weights-in"))
        return failed({"Which weights?", "--weights-in", "Give --weights-in A.safetensors, such as train --weights-out writes."}, console);
    if (auto obstacle = files::obstacleTo(path)) // before the work, not after it
        return failed(*obstacle, console);
    const auto job = jobFrom(arguments, console);
    if (!job)
        return failed(job.error(), console);
    core::setFloatingPointMode();
    const exporters::Subject subject{job->plan, job->weights->parameters.data(), job->weights->state.data()};
    auto model = exporters::modelOf(subject, *part, *format);
    if (!model)
        return failed(model.error(), console);
    const Check check = checked(*job, subject, *part);
    if (!(check.difference <= largestDifference))
        return failed({"With these weights the operations do not give what the network gives, so nothing is written", "--weights-in", "Take other weights."}, console);
    model->title = job->spec.name.empty() ? job->preset : job->spec.name;
    model->facts = exporters::scalingFacts(*job->dataset, job->spec.data.scaling);
    model->facts.emplace_back("hourglass.part", word);
    model->facts.emplace_back("hourglass.version", version());
    if (auto error = exporters::write(*format, *model, path))
        return failed(*error, console);
    for (const graph::Graph &graph : model->parts)
        console.err << "hourglass: " << path << ": " << format->label << ", " << signatureOf(graph) << '\n';
    char difference[32];
    std::snprintf(difference, sizeof difference, "%.1e", check.difference);
    console.err << "hourglass: " << path << ": checked on " << check.samples << (check.samples == 1 ? " sample" : " samples")
                << ": its operations differ from the network by at most " << difference << ".\n";
    for (const auto &[name, value] : model->facts)
        if (name == "hourglass.input")
            console.err << "hourglass: " << path << ": input: " << value << '\n';
    return ExitStatus::Done;
}

} // namespace

Command exportCommand() {
    std::vector<Option> options = specOptions();
    options.push_back({"--weights-in", "A.safetensors", "parameters and state, such as train --weights-out writes"});
    options.push_back({"--to", "FORMAT", "one of: " + exporters::formatKeys()});
    options.push_back({"--part", "whole|encoder|decoder", "what of the stack; the whole where it is not said"});
    options.push_back({"-o", "MODEL", "where it goes"});
    return {"export", "[--preset NAME | --spec FILE] [--data NAME|PATH] [--set PATH=VALUE]… --weights-in FILE --to FORMAT [--part whole|encoder|decoder] -o MODEL",
            "the stack with its weights for other programs; options that concern the training change nothing", options, 0, run};
}

} // namespace hourglass::app
