#include "app/session/lost_state.h"

namespace hourglass::app {

namespace {

/// Its steps were recorded, as they are of all that is trained in the window or by `train`; a sweep records epochs alone.
bool hasSteps(const runs::RunLog &log) {
    for (std::size_t i = 0; i < log.segments(); ++i)
        if (!log.segment(i)->train.isEmpty())
            return true;
    return false;
}

} // namespace

bool isListedFromSweep(const runs::NamedRun &run) {
    return run.isTrained() && !run.canGoOn() && !hasSteps(*run.log);
}

core::Error lostStateOf(const runs::NamedRun &run) {
    const std::string hint = "Start it again from its beginning (Runs, context menu), with the same stack and settings.";
    if (isListedFromSweep(run))
        return {run.name + " was trained by a sweep, which keeps the curves of its trainings and no weights", "Runs", hint};
    if (run.stretch)
        return {"The state that " + run.name + " was left in was given up: there is no more memory for it", "Runs", hint};
    return {"The state that " + run.name + " was left in is not in the project", "Runs", hint};
}

} // namespace hourglass::app
