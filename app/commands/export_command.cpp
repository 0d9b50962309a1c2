#include "app/commands/export_command.h"

#include <algorithm>
#include <cstdio>
#include <ostream>

#include "app/commands/job.h"
#include "app/commands/spec_options.h"
#include "app/wiring/version.h"
#include "engine/core/floating_point.h"
#include "engine/exporters/export.h"
#include "engine/files/atomic_file.h"
#include "engine/spec/wording.h"

namespace hourglass::app {

namespace {

using plan::StackPart;

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

ExitStatus runExport(const Arguments &arguments, Console &console) {
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
    exporters::Order order{
        .subject = {job->plan, job->weights->parameters.data(), job->weights->state.data()}, .dataset = job->dataset.get(), .scaling = job->spec.data.scaling};
    order.title = job->spec.name.empty() ? job->preset : job->spec.name;
    order.version = version();
    order.format = format;
    order.part = *part;
    order.path = path;
    order.training = job->spec.training;
    const auto report = exporters::exportModel(order);
    if (!report)
        return failed(report.error(), console);
    const std::string begin = "hourglass: " + path + ": ";
    for (const std::string &signature : report->signatures)
        console.err << begin << format->label << ", " << signature << '\n';
    char difference[32];
    std::snprintf(difference, sizeof difference, "%.1e", report->difference);
    console.err << begin << "checked on " << report->samples << (report->samples == 1 ? " sample" : " samples")
                << ": its operations differ from the network by at most " << difference << ".\n"
                << begin << "input: " << report->input << '\n';
    for (const std::string &remark : report->remarks)
        console.err << begin << remark << '\n';
    return ExitStatus::Done;
}

} // namespace

Command exportCommand() {
    std::vector<Option> options = specOptions();
    options.push_back({"--weights-in", "A.safetensors", "parameters and state, such as train --weights-out writes"});
    options.push_back({"--to", "FORMAT", "one of: " + exporters::formatKeys()});
    options.push_back({"--part", "whole|encoder|decoder", "what of the stack; the whole where it is not said"});
    options.push_back({"-o", "MODEL", "where it goes"});
    return {"export",
            "[--preset NAME | --spec FILE] [--data NAME|PATH] [--set PATH=VALUE]… --weights-in FILE --to FORMAT [--part whole|encoder|decoder] -o MODEL",
            "the stack with its weights for other programs; options that concern the training change nothing",
            options,
            0,
            runExport};
}

} // namespace hourglass::app
