// What a trainer is told: which training, and how it is to work.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "engine/data/dataset.h"
#include "engine/training/state.h"

namespace hourglass::training {

/// What to train.
struct Assignment {
    std::uint64_t run = 0; ///< chosen by the owner; every record of this training carries it
    std::shared_ptr<const plan::Plan> plan;
    std::shared_ptr<const data::Dataset> dataset;
    spec::TrainingSpec spec;
    std::shared_ptr<const TrainingState> from; ///< goes on from there; null starts anew
    bool shuffles = true;                      ///< false: every epoch in the order of the training part
    std::uint64_t fromRun = 0;                 ///< where `from` is null: goes on from what that training, ended by an earlier assign(), is left in; 0: none
    std::optional<std::uint64_t> weightsSeed;  ///< that the first weights are drawn with; none: that of the settings
    std::shared_ptr<const plan::Plan> cutAs;   ///< batches are cut as this stack asks for; null: as its own does
};

struct TrainerOptions {
    int threads = 2;
    int niceness = 5;
    bool partialEvaluations = false; ///< measure the held-out loss within an epoch, too
    Index keySnapshotBytes = 48'000'000;
    bool keyFrames = false;           ///< hand out moments to be looked at again; the owner is to take them
    Index keyStateBytes = 64'000'000; ///< of one state: larger ones are not handed out with them
};

} // namespace hourglass::training
