// Why a run of the list has no state to be looked at or gone on from, in a sentence.
#pragma once

#include "engine/core/result.h"
#include "engine/runs/run_list.h"

namespace hourglass::app {

/// Whether it stands there with its curve alone, as a sweep trained it.
bool isListedFromSweep(const runs::NamedRun &run);
/// Of a run that cannot be gone on from.
core::Error lostStateOf(const runs::NamedRun &run);

} // namespace hourglass::app
