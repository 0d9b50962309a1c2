#pragma once

#include <cstdint>
#include <memory>

#include "engine/core/types.h"
#include "engine/plan/unit_change.h"

namespace hourglass::plan {

class Plan;

/// What views need of a moment of a training: one copy of one array. Shared and const where it crosses threads.
struct Snapshot {
    std::shared_ptr<const Plan> plan;
    std::uint64_t run = 0;
    core::Index step = 0;
    double epoch = 0.0;
    core::Floats parameters;
    core::Floats state; ///< running statistics of layers that keep them
    /// Units that views are to see changed; null, as the trainer hands it out: none.
    std::shared_ptr<const UnitChanges> changes;
    std::uint64_t published = 0; ///< steady clock, nanoseconds: the age of a picture is measured from here
};

} // namespace hourglass::plan
