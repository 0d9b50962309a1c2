// What codes must be to be projected, and what is to be said of them.
#pragma once

#include <atomic>
#include <optional>

#include "engine/core/result.h"
#include "engine/core/types.h"

namespace hourglass::projections {

using core::Index;

/// Why these codes (dimensions × samples) have no distances: one that is not finite, or too large to be squared and added in float.
std::optional<core::Error> obstacleTo(core::ConstView codes);
/// The largest difference of a number from that of the first code.
float spreadOf(core::ConstView codes);
constexpr float leastSpread = 1e-15f; ///< squared distances of neighbours a hundred times nearer are still normal numbers
/// How many samples are equal to an earlier one in every number.
Index repeatedSamples(core::ConstView codes);

inline bool isCancelled(const std::atomic<bool> *cancelled) {
    return cancelled && cancelled->load(std::memory_order_relaxed);
}
/// What a cancelled piece of work returns.
core::Error cancelledError();

} // namespace hourglass::projections
