// A drawn data set, as a file or as pictures.
#include "app/commands/generate_command.h"

#include <algorithm>
#include <ostream>

#include "app/commands/interrupt_guard.h"
#include "app/session/part_files.h"
#include "engine/data/generators/generator.h"
#include "engine/files/atomic_file.h"
#include "engine/spec/json.h"
#include "engine/spec/nearest.h"
#include "engine/spec/presets.h"
#include "engine/spec/wording.h"
#include "engine/training/catalogue.h"

namespace hourglass::app {

namespace {

enum class Form { Npy, Csv, Pictures };

bool endsIn(const std::string &path, const std::string &ending) {
    return path.size() >= ending.size() && path.compare(path.size() - ending.size(), ending.size(), ending) == 0;
}

Form formOf(const std::string &path) {
    return endsIn(path, ".npy") ? Form::Npy : endsIn(path, ".csv") ? Form::Csv : Form::Pictures;
}

core::Result<const data::Generator *> generatorFrom(const Arguments &arguments) {
    std::vector<std::string> names;
    for (const data::Generator &generator : data::generators())
        names.push_back(generator.kind().key);
    if (arguments.positional().empty())
        return core::Error{"Which data set?", "", spec::suggestion("", names)};
    const std::string &name = arguments.positional().front();
    if (const data::Generator *generator = data::findGenerator(name))
        return generator;
    return core::Error{"There is no generated data set " + spec::quoted(name), "", spec::suggestion(name, names)};
}

/// The knobs of --set and --samples. Values are read as those of a spec's data.options are.
core::Result<spec::Values> optionsFrom(const Arguments &arguments, const std::string &name) {
    spec::Spec spec = spec::presets().front().spec; // any: its data alone are looked at
    spec.data = {};
    spec.data.source = name;
    std::vector<std::string> assignments = arguments.values("--set");
    if (const auto samples = arguments.value("--samples"))
        assignments.push_back("samples=" + *samples);
    for (const std::string &assignment : assignments) {
        if (const std::string key = assignment.substr(0, assignment.find('=')); key == assignment || key.empty() || key.find('.') != std::string::npos)
            return core::Error{spec::quoted(assignment) + " sets nothing", "--set", "Write a setting of the data set and a value: noise=0.1."};
        auto changed = spec::withSetting(spec, "data.options." + assignment, training::catalogue());
        if (!changed)
            return changed.error();
        spec = *changed;
    }
    return spec.data.options;
}

std::optional<core::Error> obstacleTo(const data::Generator &generator, const spec::Values &options, const std::string &path) {
    if (formOf(path) != Form::Pictures)
        return files::obstacleTo(path);
    const core::Result<core::Shape> shape = data::shapeOf(generator, options);
    if (!shape)
        return shape.error();
    return obstacleToPictures(*shape, path);
}

std::optional<core::Error> write(const data::Dataset &dataset, const data::Part &part, const std::string &path, const data::Progress &progress) {
    switch (formOf(path)) {
    case Form::Npy: return writePartAsNpy(dataset, part, path, progress);
    case Form::Csv: return writePartAsCsv(dataset, part, path, progress);
    case Form::Pictures: break;
    }
    return writePartAsPictures(dataset, part, path, progress);
}

data::Progress progressOn(Console &console, const InterruptGuard &guard) {
    data::Progress progress{nullptr, &guard.isInterrupted()};
    if (console.isTerminal)
        progress.report = [&console](double fraction, const std::string &what) {
            console.err << '\r' << what << ' ' << static_cast<int>(fraction * 100) << " %\033[K" << std::flush;
        };
    return progress;
}

void clearProgress(Console &console) {
    if (console.isTerminal)
        console.err << "\r\033[K" << std::flush;
}

ExitStatus generate(const Arguments &arguments, Console &console) {
    const auto generator = generatorFrom(arguments);
    if (!generator)
        return failed(generator.error(), console);
    const auto options = optionsFrom(arguments, (*generator)->kind().key);
    if (!options)
        return failed(options.error(), console);
    const auto seed = arguments.integer("--seed", 0, 0, 1LL << 53);
    if (!seed)
        return failed(seed.error(), console);
    const std::string path = arguments.value("-o").value_or(""), partName = arguments.value("--part").value_or("train");
    if (path.empty())
        return failed({"Where should the samples go?", "-o", "Give -o X.npy, X.csv or, for pictures, a folder."}, console);
    if (partName != "train" && partName != "test")
        return failed({"There is no part " + spec::quoted(partName), "--part", "Choose train or test."}, console);
    if (const auto obstacle = obstacleTo(**generator, *options, path)) // before the work, not after it
        return failed(*obstacle, console);
    const InterruptGuard guard; // so that nothing is left behind half written
    const data::Progress progress = progressOn(console, guard);
    const auto dataset = data::generate(**generator, *options, static_cast<std::uint64_t>(*seed), progress.between(0.0, 0.5));
    if (!dataset) {
        clearProgress(console);
        return failed(dataset.error(), console);
    }
    const data::Part &part = partName == "test" ? dataset->test : dataset->train;
    const auto error = write(*dataset, part, path, progress.between(0.5, 1.0));
    clearProgress(console);
    if (error)
        return failed(*error, console);
    console.err << "hourglass: " << path << ": " << part.samples << " samples of " << core::toText(dataset->shape) << '\n';
    return ExitStatus::Done;
}

} // namespace

Command generateCommand() {
    return {"generate",
            "NAME [--set KEY=VALUE]… [--samples N] [--seed N] [--part train|test] -o X.npy|X.csv|FOLDER",
            "draws a data set and writes it: an array, a table with its factors and classes, or pictures in a folder for each class",
            {{"--set", "KEY=VALUE", "a setting of the data set: --set noise=0.1", true},
             {"--samples", "N", "how many are drawn for the training part; the test part has as many, 10 000 at most"},
             {"--seed", "N", "the same seed draws the same samples, on every machine (0)"},
             {"--part", "train|test", "which part is written (train)"},
             {"-o", "X.npy|X.csv|FOLDER",
              "where it goes: float32, samples first; a table with a header; or PNG pictures, in a folder\n"
              "                            that is empty or not there yet"}},
            1,
            generate};
}

} // namespace hourglass::app
