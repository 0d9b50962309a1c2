// Trains many stacks and says which is best by the validation part.
#include "app/commands/sweep_command.h"

#include <algorithm>
#include <filesystem>
#include <ostream>
#include <span>

#include "app/commands/interrupt_guard.h"
#include "app/commands/job.h"
#include "app/commands/spec_options.h"
#include "app/commands/sweep_report.h"
#include "app/import/embedded.h"
#include "app/session/spec_file.h"
#include "engine/files/atomic_file.h"
#include "engine/spec/json.h"
#include "engine/spec/presets.h"
#include "engine/sweeps/ready_made.h"
#include "engine/sweeps/results.h"
#include "engine/training/demands.h"

namespace hourglass::app {

namespace {

constexpr auto look = std::chrono::milliseconds(100);

struct SweepOrder {
    Job job;
    sweeps::Sweep sweep;
    std::vector<sweeps::Trial> trials;
    bool wantsPca = false;
    int threads = 1;
    std::string csv, best; ///< files, or empty
};

/// A file or a preset by its name, with the options over it. A preset's key goes to `preset`.
core::Result<spec::Spec> baseFrom(const Arguments &arguments, std::string &preset) {
    if (arguments.positional().empty()) {
        if (!arguments.has("--spec"))
            preset = arguments.value("--preset").value_or("map");
        return specFrom(arguments);
    }
    const std::string &word = arguments.positional().front();
    if (arguments.has("--preset") || arguments.has("--spec"))
        return core::Error{"Two stacks at once", word, "Give one of them."};
    std::error_code problem;
    if (word.ends_with(".json") || std::filesystem::exists(word, problem)) {
        auto read = readSpecFile(word);
        if (!read)
            return read.error();
        return changedBy(std::move(*read), arguments);
    }
    const auto found = spec::findPreset(word);
    if (!found)
        return found.error();
    preset = word;
    return changedBy(found->spec, arguments);
}

/// The ready-made one, with the axes named besides; an axis of the same path takes its place.
core::Result<sweeps::Sweep> sweepFrom(const Arguments &arguments, const spec::Spec &base, bool &wantsPca) {
    sweeps::Sweep sweep{base, {}};
    if (const auto key = arguments.value("--ready")) {
        const auto row = sweeps::findReadyMade(*key);
        if (!row)
            return row.error();
        auto made = row->of(base);
        if (!made)
            return made;
        sweep = std::move(*made);
        wantsPca = row->plot == sweeps::Plot::ErrorsAndPca;
    }
    for (const std::string &text : arguments.values("--vary")) {
        auto axis = sweeps::readAxis(text);
        if (!axis)
            return axis.error();
        const auto same =
            std::find_if(sweep.axes.begin(), sweep.axes.end(), [&](const sweeps::Axis &other) { return other.path == axis->path && arguments.has("--ready"); });
        if (same != sweep.axes.end())
            *same = std::move(*axis);
        else
            sweep.axes.push_back(std::move(*axis));
    }
    const auto seeds = arguments.integer("--seeds", 1, 1, sweeps::mostSeeds), draws = arguments.integer("--random", 0, 1, sweeps::mostTrials),
               halving = arguments.integer("--halving", 0, 2, 100);
    for (const auto *number : {&seeds, &draws, &halving})
        if (!*number)
            return number->error();
    sweep.seeds = *seeds;
    sweep.draws = *draws;
    sweep.halving = *halving;
    return sweep;
}

core::Result<SweepOrder> sweepOrderFrom(const Arguments &arguments, Console &console) {
    SweepOrder order;
    for (const auto &[option, path] : {std::pair<const char *, std::string *>{"-o", &order.csv}, {"--best", &order.best}})
        if (const auto value = arguments.value(option)) { // before the work, not after it
            if (auto obstacle = files::obstacleTo(*value))
                return *obstacle;
            *path = *value;
        }
    const auto threads = threadsFrom(arguments);
    if (!threads)
        return threads.error();
    order.threads = *threads;
    std::string preset;
    auto base = baseFrom(arguments, preset);
    if (!base)
        return base.error();
    if (base->data.validation == 0)
        base->data.validation = training::ownValidation;
    auto job = jobOf(*base, preset, !preset.empty(), arguments, console);
    if (!job)
        return job.error();
    order.job = std::move(*job);
    auto sweep = sweepFrom(arguments, order.job.spec, order.wantsPca);
    if (!sweep)
        return sweep.error();
    order.sweep = std::move(*sweep);
    auto trials = sweeps::trialsOf(order.sweep);
    if (!trials)
        return trials.error();
    order.trials = std::move(*trials);
    return order;
}

std::optional<core::Error> write(const std::string &path, const std::string &text) {
    auto file = files::AtomicFile::create(path);
    if (!file)
        return file.error();
    if (auto error = file->write(std::as_bytes(std::span(text))))
        return error;
    return file->commit();
}

/// Beside the widths that were tried, in their order.
std::vector<sweeps::PcaPoint> pcaBeside(const SweepOrder &order, const sweeps::Runner &runner) {
    std::vector<core::Index> sizes;
    for (const sweeps::TrialProgress &progress : runner.progressOfTrials())
        if (progress.codeSize > 0 && std::find(sizes.begin(), sizes.end(), progress.codeSize) == sizes.end())
            sizes.push_back(progress.codeSize);
    std::sort(sizes.begin(), sizes.end());
    const auto curve = sweeps::pcaCurve(*order.job.dataset, sizes);
    return curve ? *curve : std::vector<sweeps::PcaPoint>{};
}

ExitStatus runSweep(const Arguments &arguments, Console &console) {
    auto order = sweepOrderFrom(arguments, console);
    if (!order)
        return failed(order.error(), console);
    const InterruptGuard guard;
    const sweeps::Load load = [&job = order->job](const spec::DataSpec &data, std::uint64_t seed,
                                                  const std::atomic<bool> &cancelled) -> core::Result<sweeps::SharedDataset> {
        if (data == job.spec.data && seed == job.spec.training.seed)
            return job.dataset;
        return library().load(data, seed, {nullptr, &cancelled});
    };
    const sweeps::Measure measure = order->wantsPca ? sweeps::Measure::SquaredError : sweeps::measureOf(order->trials); // PCA's is a squared error
    sweeps::Runner runner(order->trials, order->sweep.halving, measure, load, {.threads = order->threads, .niceness = 0});
    SweepReport report(order->sweep.axes, runner, arguments.has("--json"), console);
    report.start(order->threads);
    for (std::uint64_t version = 0; !runner.progress().isOver;) {
        version = runner.version();
        report.follow();
        if (guard.isInterrupted() || !console.out)
            runner.cancel();
        else
            runner.wait(version, look);
    }
    report.follow();
    report.done(order->wantsPca ? pcaBeside(*order, runner) : std::vector<sweeps::PcaPoint>{});
    const std::vector<sweeps::TrialProgress> progress = runner.progressOfTrials();
    if (!order->csv.empty())
        if (auto error = write(order->csv, sweeps::csvOf(order->sweep.axes, order->trials, progress)))
            return failed(*error, console);
    const std::vector<sweeps::Summary> summaries = sweeps::summariesOf(order->trials, progress, runner.measure());
    const sweeps::Summary &best = summaries[sweeps::ranked(summaries).front()];
    if (best.count == 0)
        return runner.progress().isCancelled ? ExitStatus::Done : failed({"No training came to its end", "sweep", "The lines above say why."}, console);
    if (!order->best.empty())
        if (auto error = write(order->best, spec::writeSpec(order->trials[best.firstTrial].spec)))
            return failed(*error, console);
    if (!console.out)
        return failed({"The result could not be written to the standard output", "", "Make room for it, or send it somewhere else."}, console);
    return ExitStatus::Done;
}

} // namespace

Command sweepCommand() {
    std::vector<Option> options = specOptions();
    for (Option &option : options)
        if (option.name == "--threads")
            option.help = "so many trainings at once; they change no result (default: all cores)";
    options.push_back(
        {"--vary", "PATH=VALUES",
         "a setting and what it shall be: layers.code.units=2,4,8, training.optimiser.rate=0.0001..0.1/5 (evenly), =0.0001..0.1 (with --random), depth=0,1,2",
         true});
    std::string keys;
    for (const sweeps::ReadyMade &row : sweeps::readyMades())
        keys += (keys.empty() ? "" : "|") + row.key;
    options.push_back({"--ready", keys, "a ready-made sweep; --vary of the same setting says other values"});
    options.push_back({"--random", "N", "N combinations by lot instead of all of them"});
    options.push_back({"--seeds", "N", "each combination with N seeds: mean and standard deviation of their results (default: 1)"});
    options.push_back({"--halving", "N", "successive halving: after each rung one combination in N goes on, and has N times as many epochs"});
    options.push_back({"-o", "FILE.csv", "writes a row for each training, also after Ctrl+C"});
    options.push_back({"--best", "FILE.json", "writes the best combination's spec, with its first seed: `train --spec FILE.json` does the same training"});
    options.push_back({"--json", "", "one JSON object a line: start, each training, done with all combinations, the best first"});
    return {
        "sweep",
        "[STACK.json | PRESET] [--vary PATH=VALUES]… [--ready NAME] [--random N] [--seeds N] [--halving N] [--epochs N] [-o FILE.csv] [--best FILE.json] [--json] …",
        "trains a stack with other settings again and again, several at once, and says which are best by the validation part; Ctrl+C stops and says what is known",
        options,
        1,
        runSweep};
}

} // namespace hourglass::app
