// What a sweep came to, as tables. Pure.
#pragma once

#include <string>
#include <vector>

#include "engine/sweeps/runner.h"

namespace hourglass::sweeps {

/// One combination over its seeds.
struct Summary {
    Index combination = 0;
    std::size_t firstTrial = 0;                                ///< of all; its values are those of the combination
    Index count = 0, failed = 0;                               ///< trainings with a number, and those without that never will have one
    double mean = training::none;                              ///< of those with a number
    double spread = training::none;                            ///< standard deviation of the sample, by n − 1; not a number of fewer than two
    double rate = training::none, distortion = training::none; ///< means likewise
    double epochs = 0;                                         ///< done by the one that did most
    bool isWhole = false;                                      ///< all were trained to their end: only these may be compared with each other
};

/// By combination.
std::vector<Summary> summariesOf(const std::vector<Trial> &trials, const std::vector<TrialProgress> &progress, Measure measure);

/// Indices of the summaries, the best first: those that were trained to their end by their mean, then the others by epochs done and mean, then those
/// without a number. Of equals the earlier.
std::vector<std::size_t> ranked(const std::vector<Summary> &summaries);

/// "waiting", "running" …
const char *wordFor(TrialState state);

/// A row for each training, with its settings and all that was measured; numbers with as many digits as they have, what was not measured empty (RFC 4180).
std::string csvOf(const std::vector<Axis> &axes, const std::vector<Trial> &trials, const std::vector<TrialProgress> &progress);

} // namespace hourglass::sweeps
