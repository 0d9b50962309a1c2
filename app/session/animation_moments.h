// The moments of a run that an animation shows, each with what its caption says.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/runs/key_frames.h"
#include "engine/runs/run_log.h"

namespace hourglass::app {

struct AnimationMoment {
    std::shared_ptr<const plan::Snapshot> snapshot; ///< never null
    double trainLoss = training::none;              ///< mean of the last twentieth of the steps until then, one at least
    double heldOutLoss = training::none;            ///< measured last before it

    core::Index step() const { return snapshot->step; }
    double epoch() const { return snapshot->epoch; }
};

struct MomentRange {
    double fromEpoch = 0, toEpoch = 0; ///< both with it
    std::size_t most = 0;              ///< moments; 0: all of them
};

/// The kept moments within the range, in their order. Of more than `most` those are taken that stand evenly among them, the first and the last with them.
std::vector<AnimationMoment> momentsOf(const runs::KeyFrames &frames, const runs::RunLog &log, const MomentRange &range);

} // namespace hourglass::app
