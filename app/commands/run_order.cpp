#include "app/commands/run_order.h"

#include <algorithm>
#include <filesystem>
#include <ostream>

#include "app/commands/spec_options.h"
#include "app/commands/work_order.h"
#include "app/session/moment_keeper.h"
#include "engine/project/frame_reading.h"
#include "engine/training/loss.h"

namespace hourglass::app {

namespace {

using core::Error;
using core::Result;

Result<project::ProjectFile> openToWrite(const std::string &path) {
    if (!path.ends_with(project::extension))
        return Error{"A project's name ends in .hourglass", path, "Name it run.hourglass, for example."};
    auto file = project::ProjectFile::open(path);
    if (file && file->obstacle())
        return *file->obstacle();
    return file;
}

Result<project::StoredRun> chosenRun(project::ProjectFile &file, const Arguments &arguments) {
    const auto wanted = arguments.integer("--run", 0, 1, mostRunNumber);
    if (!wanted)
        return wanted.error();
    const std::vector<project::StoredRun> runs = file.runs();
    if (runs.empty())
        return Error{"There is no run in it", file.path(), "Start one: train --preset map -o " + file.path() + "."};
    const std::int64_t id = *wanted > 0 ? *wanted : file.presentRun();
    const auto found = std::find_if(runs.begin(), runs.end(), [id](const project::StoredRun &run) { return run.record.id == id; });
    if (found == runs.end() && *wanted > 0)
        return project::noSuchRun(id, runs, file.path());
    return found == runs.end() ? runs.back() : *found;
}

/// What a run keeps for ever: everything but the settings of its training.
std::optional<Error> refusalOfWords(const Arguments &arguments) {
    for (const char *option : {"--preset", "--spec", "--weights-in", "--no-shuffle", "--seed", "--data"})
        if (arguments.has(option))
            return Error{std::string(option) + " starts a run, and this one goes on", "train " + arguments.positional().front(),
                         "Leave it out, or leave out the project and name one with -o."};
    return {};
}

Result<RunOrder> resumed(const Arguments &arguments, Console &console) {
    const std::string path = arguments.positional().front();
    if (auto error = refusalOfWords(arguments))
        return *error;
    std::error_code problem;
    if (!std::filesystem::exists(path, problem))
        return Error{"There is no such file", path, "Give the path of a project, or start one with -o."};
    const auto out = arguments.value("-o");
    const bool isElsewhere = out && !std::filesystem::equivalent(*out, path, problem);
    auto source = isElsewhere ? project::ProjectFile::openToRead(path) : openToWrite(path);
    if (!source)
        return source.error();
    auto run = chosenRun(*source, arguments);
    if (!run)
        return run.error();
    auto spec = changedBy(run->record.spec, arguments);
    if (!spec)
        return spec.error();
    if (!(spec->model == run->record.spec.model) || !(spec->data == run->record.spec.data) || spec->training.seed != run->record.seed)
        return Error{"A run goes on with its own stack, data and seed", path, "Change its training alone, or start another run."};
    auto job = jobOf(*spec, run->record.preset, false, arguments, console);
    if (!job)
        return job.error();
    if (auto error = project::differenceOf(run->record.data, project::referenceTo(*job->dataset, spec->data.source)))
        return *error;
    const core::Index samples = job->dataset->train.samples;
    auto state = source->state(*run, project::StateKind::Running, job->plan, samples);
    if (!state)
        return state.error();
    const double done = static_cast<double>((*state)->epoch) + static_cast<double>((*state)->position) / static_cast<double>(std::max<core::Index>(samples, 1));
    if (done >= static_cast<double>(spec->training.epochs) && !arguments.has("--steps"))
        return Error{"The run has done its " + std::to_string(spec->training.epochs) + " epochs", path, "--epochs N goes on to N in all."};
    RunOrder order{std::move(*job), {}, run->record, *state, source->log(run->record.id)};
    order.run.spec = *spec;
    for (const std::string &missing : source->missing())
        console.err << "hourglass: " << path << ": missing: " << missing << '\n';
    if (isElsewhere) {
        auto file = openToWrite(*out);
        if (!file)
            return file.error();
        project::FramePlans plans(1, order.job.plan, order.job.dataset->shape, samples);
        order.moments = project::readFrames(*source, run->record.id, order.from->step, MomentKeeper::usualBudget, plans).frames;
        order.run.id = file->nextRun();
        order.run.parent = 0;
        order.file = std::move(*file);
    } else {
        order.file = std::move(*source);
    }
    return order;
}

} // namespace

Result<RunOrder> runOrderFrom(const Arguments &arguments, Console &console) {
    if (!arguments.positional().empty())
        return resumed(arguments, console);
    std::optional<project::ProjectFile> file;
    if (const auto path = arguments.value("-o")) { // before the work, not after it
        auto opened = openToWrite(*path);
        if (!opened)
            return opened.error();
        file = std::move(*opened);
    }
    auto job = jobFrom(arguments, console);
    if (!job)
        return job.error();
    RunOrder order{std::move(*job), std::move(file), {}, nullptr, nullptr};
    if (!order.file)
        return order;
    const spec::Spec &spec = order.job.spec;
    order.run = {.id = order.file->nextRun(),
                 .name = spec.name,
                 .preset = order.job.preset,
                 .seed = spec.training.seed,
                 .created = project::now(),
                 .spec = spec,
                 .shuffles = !arguments.has("--no-shuffle"),
                 .data = project::referenceTo(*order.job.dataset, spec.data.source)};
    order.log = std::make_shared<runs::RunLog>(training::lossName(spec.training.loss), order.job.dataset->heldOutName());
    order.log->setDataName(order.job.dataset->title);
    return order;
}

} // namespace hourglass::app
