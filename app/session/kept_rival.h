// Who trains beside the present stack, in a project: remembered with the window's own, and brought back at the step where both were left.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include <QJsonObject>

#include "app/session/lock_step.h"
#include "engine/project/project_file.h"

namespace hourglass::app {

/// That went along with the run which goes on.
struct KeptRival {
    Rival rival;
    std::uint64_t run = 0;                          ///< its own in the project
    std::shared_ptr<training::TrainingState> state; ///< of the leader's step; null: both begin anew
    std::shared_ptr<runs::RunLog> log = {};         ///< of its run; null likewise
};

/// Beside which run of the list it trains, as which run, and what it takes to begin again.
QJsonObject rivalToKeep(const LockStep &lockStep, const runs::RunList &list);

struct RivalReading {
    std::optional<KeptRival> kept; ///< none: nobody trained beside this run, or he cannot go on
    QString loss;                  ///< why he cannot, as a sentence; empty
};

/// What of it goes on with the leader (whose plan may be null: it is compiled) from `state`, null where that one begins anew. The log is the reader's to add.
/// On any thread.
RivalReading readRival(const QJsonObject &kept, project::ProjectFile &file, const std::vector<project::StoredRun> &runs, std::uint64_t leaderRun, Leader leader,
                       const training::TrainingState *state);

} // namespace hourglass::app
