#include "app/commands/inspect_command.h"

#include <ostream>

#include "app/commands/data_report.h"
#include "app/import/embedded.h"
#include "engine/spec/check.h"
#include "engine/spec/json.h"
#include "engine/spec/presets.h"
#include "engine/training/catalogue.h"

namespace hourglass::app {

namespace {

/// The data asked for; everything else of a spec is of no account here.
core::Result<spec::Spec> inspectedSpec(const Arguments &arguments) {
    const auto preset = spec::findPreset("map");
    if (!preset)
        return preset.error();
    spec::Spec spec = preset->spec;
    spec.data = {};
    spec.data.source = arguments.positional().front();
    const auto seed = arguments.integer("--seed", 0, 0, 1LL << 53);
    if (!seed)
        return seed.error();
    spec.training.seed = static_cast<std::uint64_t>(*seed);
    for (const std::string &assignment : arguments.values("--set")) {
        if (assignment.rfind("data.", 0) != 0)
            return core::Error{"Only settings of the data can be set here", assignment.substr(0, assignment.find('=')), "Give --set data.NAME=VALUE."};
        auto changed = spec::withSetting(spec, assignment, training::catalogue());
        if (!changed)
            return changed.error();
        spec = *changed;
    }
    return spec::checked(spec, training::catalogue());
}

ExitStatus inspect(const Arguments &arguments, Console &console) {
    if (arguments.positional().empty())
        return failed({"Which data?", "", "Give a path, or a name of `hourglass datasets`."}, console);
    const auto spec = inspectedSpec(arguments);
    if (!spec)
        return failed(spec.error(), console);
    data::Progress progress;
    if (console.isTerminal)
        progress.report = [&console](double fraction, const std::string &what) {
            console.err << '\r' << what << ' ' << static_cast<int>(fraction * 100) << " %\033[K" << std::flush;
        };
    const auto clearLine = [&console] {
        if (console.isTerminal)
            console.err << "\r\033[K" << std::flush;
    };
    const auto dataset = library().load(spec->data, spec->training.seed, progress);
    clearLine();
    if (!dataset)
        return failed(dataset.error(), console);
    const auto statistics = analysis::measureData(**dataset, progress);
    clearLine();
    if (!statistics)
        return failed(statistics.error(), console);
    console.out << (arguments.has("--json") ? dataReportJson(**dataset, *statistics).toText() + '\n' : dataReportText(**dataset, *statistics));
    return ExitStatus::Done;
}

} // namespace

Command inspectCommand() {
    return {"inspect",
            "PATH|NAME [--set data.NAME=VALUE]… [--seed N] [--json]",
            "says what data hold and how they were read: samples, shape, classes, groups, range, duplicates, missing values, problems",
            {{"--set", "data.NAME=VALUE", "how they are read and shaped: --set data.validation=0.1", true},
             {"--seed", "N", "of what is drawn: the parts, generated data"},
             {"--json", "", "one JSON object"}},
            1,
            inspect};
}

} // namespace hourglass::app
