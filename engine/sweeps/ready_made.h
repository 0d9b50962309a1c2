// The sweeps that are asked for most, ready for the stack at hand: a row each.
#pragma once

#include <string>
#include <vector>

#include "engine/sweeps/sweep.h"

namespace hourglass::sweeps {

/// What is drawn of a sweep: errors over the first axis, or rates against distortions.
enum class Plot { Errors, ErrorsAndPca, RateAndDistortion };

struct ReadyMade {
    std::string key;      ///< "bottleneck"
    std::string title;    ///< "Error against bottleneck size"
    std::string sentence; ///< what it shows
    Plot plot = Plot::Errors;
    /// The sweep of this spec, without seeds; an error where its stack has not what is varied.
    core::Result<Sweep> (*of)(const spec::Spec &spec) = nullptr;
};

const std::vector<ReadyMade> &readyMades();
/// The row with this key, or an error that lists them all.
core::Result<ReadyMade> findReadyMade(const std::string &key);

} // namespace hourglass::sweeps
