// A state that a training can go on from.
#pragma once

#include <memory>

#include "engine/spec/spec.h"
#include "engine/training/state.h"

namespace hourglass::runs {

using State = std::shared_ptr<const training::TrainingState>;

/// A moment of training `run`. Its state comes from the trainer a while after it was asked for, and may be given up for memory.
struct Checkpoint {
    std::uint64_t run = 0;
    spec::Spec spec;     ///< that was trained then
    State state;         ///< null while it is on its way, and where it was given up
    bool isGone = false; ///< there will be none, or none any more

    bool isAwaited() const { return !state && !isGone; }
};

} // namespace hourglass::runs
