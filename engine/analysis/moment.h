// The moment of a training that a result shows.
#pragma once

#include <cstdint>

#include "engine/core/types.h"
#include "engine/plan/snapshot.h"

namespace hourglass::analysis {

struct Moment {
    std::uint64_t run = 0;
    core::Index step = 0;
    double epoch = 0.0;
    std::uint64_t published = 0; ///< steady clock, nanoseconds, when the trainer let the parameters go

    bool operator==(const Moment &) const = default;
};

inline Moment momentOf(const plan::Snapshot &snapshot) {
    return {snapshot.run, snapshot.step, snapshot.epoch, snapshot.published};
}

} // namespace hourglass::analysis
