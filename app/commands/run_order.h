// What `train` has to do with projects: the run that it goes on with, and the file that it saves into.
#pragma once

#include "app/commands/job.h"
#include "engine/project/project_file.h"

namespace hourglass::app {

struct RunOrder {
    Job job;
    std::optional<project::ProjectFile> file; ///< to save into; none: nowhere
    project::RunRecord run;
    std::shared_ptr<const training::TrainingState> from; ///< null: it starts anew
    std::shared_ptr<runs::RunLog> log;
    std::vector<runs::KeyFrames::Frame> moments = {}; ///< of the timeline until `from`, where the file to save into has none of them
};

/// A run of a project that goes on, where the words name one (`train NAME.hourglass`), else a new one; both with -o into another project.
core::Result<RunOrder> runOrderFrom(const Arguments &arguments, Console &console);

} // namespace hourglass::app
