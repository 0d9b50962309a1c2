// Successive halving: many begin, the worse are stopped early, and what they would have taken goes to the better ones (Jamieson and Talwalkar 2016,
// "Non-stochastic best arm identification and hyperparameter optimization"; epochs of each rung as in algorithm 1 of Li et al. 2018, "Hyperband"). Pure.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/core/types.h"

namespace hourglass::sweeps {

using core::Index;

/// Combinations that are trained until so many epochs are done in all.
struct Rung {
    Index epochs = 0;
    Index combinations = 0;

    bool operator==(const Rung &) const = default;
};

/// The rungs for so many combinations and epochs, of which one in `keep` (2 or more) goes on each time: from the last, which has all epochs, epochs
/// fall by the factor `keep` as combinations grow by it, down to one epoch at least. With `keep` below 2, or a single combination, one rung.
std::vector<Rung> rungsOf(Index combinations, Index epochs, Index keep);

/// Which go on: `count` of those with the lowest loss, in their order. Of equals the earlier; what is not finite never goes on.
std::vector<std::size_t> survivors(const std::vector<double> &losses, Index count);

} // namespace hourglass::sweeps
