// A project as the window takes it up: its runs, the one that goes on with its state and data, and what the window remembered.
#pragma once

#include <QJsonObject>

#include "app/session/kept_rival.h"
#include "app/session/session.h"
#include "engine/project/project_file.h"

namespace hourglass::app {

struct OpenedProject {
    QString path;
    std::shared_ptr<project::ProjectFile> file; ///< to be written on; where it has an obstacle it is only looked at
    std::vector<project::RunRecord> records;    ///< of all runs, as they were read
    std::vector<runs::NamedRun> runs;
    std::uint64_t present = 0; ///< of the run that goes on
    spec::Spec spec;
    QString presetKey;
    LoadedData loaded;
    std::shared_ptr<training::TrainingState> state; ///< null: it starts anew
    std::shared_ptr<runs::RunLog> log;              ///< of that run, the same as in `runs`; null likewise
    std::optional<core::Error> lost;                ///< why there is no state
    RivalReading rival;                             ///< who trained beside that run
    QJsonObject memory;
    std::vector<project::StoredSweep> sweeps;
    std::vector<std::string> missing; ///< what is damaged
};

/// The state that a run of a project was left in, of this plan, where the data are those that it was trained on. On any thread.
core::Result<std::shared_ptr<training::TrainingState>> storedState(const std::string &project, std::uint64_t run, const std::shared_ptr<const plan::Plan> &plan,
                                                                   const data::Dataset &dataset);

project::RunRecord recordOf(const runs::NamedRun &run);
runs::NamedRun namedRunOf(const project::StoredRun &stored, std::shared_ptr<runs::RunLog> log);

/// Reads all of it, on any thread. `present`: data that are here already, which it may be of. `movedTo`: where its data lie now, or empty. `run`: which goes
/// on; 0: the one that was saved last.
core::Result<std::shared_ptr<OpenedProject>> readProject(const QString &path, const data::Library &library, const LoadedData &present, const QString &movedTo,
                                                         const data::Progress &progress, std::uint64_t run = 0);

} // namespace hourglass::app
