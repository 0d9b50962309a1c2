#include "app/session/opened_project.h"

#include <algorithm>

#include <QJsonDocument>

#include "app/session/spec_change.h"
#include "app/session/stack_fit.h"
#include "engine/training/demands.h"

namespace hourglass::app {

namespace {

/// The run that was saved last, of those with a state where there are any; null: there is none.
const project::StoredRun *runToGoOn(const std::vector<project::StoredRun> &all, std::int64_t present) {
    const auto rank = [present](const project::StoredRun &run) { return (run.last() ? 2 : 0) + (run.record.id == present ? 1 : 0); };
    const project::StoredRun *chosen = nullptr;
    for (const project::StoredRun &run : all)
        if (!chosen || rank(run) >= rank(*chosen))
            chosen = &run;
    return chosen;
}

core::Result<LoadedData> dataOf(const spec::Spec &spec, const data::Library &library, const LoadedData &present, const data::Progress &progress) {
    const spec::DataSpec wanted = training::dataFor(spec);
    if (present.dataset && areDataOf(spec, present.data, present.seed, present.dataset->dependsOnSeed))
        return LoadedData{wanted, spec.training.seed, present.dataset};
    auto dataset = library.load(wanted, spec.training.seed, progress);
    if (!dataset)
        return dataset.error();
    return LoadedData{wanted, spec.training.seed, std::move(*dataset)};
}

/// What the run goes on from. What cannot be read is said, and it starts anew.
std::optional<core::Error> readState(OpenedProject &project, const project::StoredRun &run) {
    std::shared_ptr<const plan::Plan> plan;
    if (auto refusal = refusalOf(project.spec, *project.loaded.dataset, plan))
        return refusal;
    if (!run.last()) {
        project.lost = core::Error{"Nothing of the weights of " + run.record.name + " was saved", project.path.toStdString(),
                                   "It starts anew, with the same stack and settings."};
        return {};
    }
    if (auto error = project::differenceOf(run.record.data, project::referenceTo(*project.loaded.dataset, run.record.data.source)))
        return error;
    auto state = project.file->state(run, run.last()->kind, plan, project.loaded.dataset->train.samples);
    if (!state)
        project.lost = state.error();
    else
        project.state = std::move(*state);
    return {};
}

} // namespace

core::Result<std::shared_ptr<training::TrainingState>> storedState(const std::string &project, std::uint64_t run, const std::shared_ptr<const plan::Plan> &plan,
                                                                   const data::Dataset &dataset) {
    auto file = project::ProjectFile::openToRead(project);
    if (!file)
        return file.error();
    const std::vector<project::StoredRun> all = file->runs();
    const auto stored =
        std::find_if(all.begin(), all.end(), [run](const project::StoredRun &each) { return static_cast<std::uint64_t>(each.record.id) == run; });
    if (stored == all.end() || !stored->last())
        return core::Error{"The state that the run was left in is not there any more", project,
                           "Start it again from its beginning, with the same stack and settings."};
    if (auto error = project::differenceOf(stored->record.data, project::referenceTo(dataset, stored->record.data.source)))
        return *error;
    return file->state(*stored, stored->last()->kind, plan, dataset.train.samples);
}

project::RunRecord recordOf(const runs::NamedRun &run) {
    return {.id = static_cast<std::int64_t>(run.id),
            .parent = static_cast<std::int64_t>(run.parent),
            .name = run.name,
            .colour = std::to_string(run.colour),
            .preset = run.preset,
            .seed = run.spec.training.seed,
            .created = run.created * 1000,
            .spec = run.spec,
            .shuffles = true,
            .data = {},
            .origin = static_cast<std::int64_t>(run.origin),
            .branchStep = run.branchStep,
            .parameters = run.parameters,
            .codeSize = run.codeSize,
            .isPinned = run.isPinned,
            .isShown = run.isShown};
}

runs::NamedRun namedRunOf(const project::StoredRun &stored, std::shared_ptr<runs::RunLog> log) {
    const project::RunRecord &record = stored.record;
    runs::NamedRun run{.id = static_cast<std::uint64_t>(record.id),
                       .parent = static_cast<std::uint64_t>(std::max<std::int64_t>(record.parent, 0)),
                       .origin = static_cast<runs::Origin>(std::clamp<std::int64_t>(record.origin, 0, static_cast<std::int64_t>(runs::Origin::Kept))),
                       .branchStep = std::max<core::Index>(record.branchStep, 0),
                       .name = record.name,
                       .colour = 0,
                       .spec = record.spec,
                       .preset = record.preset,
                       .parameters = record.parameters,
                       .codeSize = record.codeSize,
                       .created = record.created / 1000,
                       .isPinned = record.isPinned,
                       .isShown = record.isShown,
                       .isStored = stored.last() != nullptr && record.shuffles,
                       .log = std::move(log)};
    run.colour = std::clamp(QString::fromStdString(record.colour).toInt(), 0, runs::RunList::colours - 1);
    return run;
}

core::Result<std::shared_ptr<OpenedProject>> readProject(const QString &path, const data::Library &library, const LoadedData &present, const QString &movedTo,
                                                         const data::Progress &progress, std::uint64_t wanted) {
    auto file = project::ProjectFile::open(path.toStdString());
    if (!file)
        return file.error();
    auto project = std::make_shared<OpenedProject>();
    project->path = path;
    project->file = std::make_shared<project::ProjectFile>(std::move(*file));
    std::vector<project::StoredRun> stored = project->file->runs();
    std::erase_if(stored, [](const project::StoredRun &run) { return run.record.id < 1; });
    const project::StoredRun *goesOn = runToGoOn(stored, project->file->presentRun());
    if (wanted != 0) {
        const auto chosen = std::find_if(stored.begin(), stored.end(),
                                         [wanted](const project::StoredRun &each) { return static_cast<std::uint64_t>(each.record.id) == wanted; });
        if (chosen == stored.end())
            return project::noSuchRun(static_cast<std::int64_t>(wanted), stored, path.toStdString());
        goesOn = &*chosen;
    }
    if (!goesOn)
        return core::Error{"There is no run in it", path.toStdString(), "Train one into it: train -o, on the command line."};
    if (!goesOn->record.shuffles)
        return core::Error{"This run takes its samples in the order of their file, as the window does not", path.toStdString(),
                           "Go on with it on the command line: train " + path.toStdString() + "."};
    if (!movedTo.isEmpty())
        for (project::StoredRun &each : stored)
            if (&each != goesOn && each.record.spec.data.source == goesOn->record.spec.data.source)
                each.record.spec.data.source = movedTo.toStdString();
    project->spec = goesOn->record.spec;
    if (!movedTo.isEmpty())
        project->spec.data.source = movedTo.toStdString();
    project->present = static_cast<std::uint64_t>(goesOn->record.id);
    project->presetKey = QString::fromStdString(goesOn->record.preset);
    auto loaded = dataOf(project->spec, library, present, progress);
    if (!loaded)
        return loaded.error();
    project->loaded = std::move(*loaded);
    if (auto error = readState(*project, *goesOn))
        return *error;
    const auto window = project->file->window().value_or("{}");
    project->memory = QJsonDocument::fromJson(QByteArray::fromStdString(window)).object();
    project->rival = readRival(project->memory["beside"].toObject(), *project->file, stored, project->present,
                               {0, project->spec, nullptr, project->loaded.dataset}, project->state.get());
    for (const project::StoredRun &each : stored) {
        const bool isPresent = &each == goesOn;
        auto log = project->file->log(each.record.id);
        if (isPresent && project->state)
            project->log = log; // else it begins again, as another run
        if (project->rival.kept && project->rival.kept->state && static_cast<std::uint64_t>(each.record.id) == project->rival.kept->run)
            project->rival.kept->log = log;
        project->runs.push_back(namedRunOf(each, std::move(log)));
        if (isPresent)
            project->runs.back().spec = project->spec;
        project->records.push_back(each.record);
    }
    project->sweeps = project->file->sweeps();
    project->missing = project->file->missing();
    return project;
}

} // namespace hourglass::app
