// A sample near another one.
#pragma once

#include <vector>

#include "engine/core/types.h"

namespace hourglass::analysis {

using core::Index;

struct NearSample {
    Index sample = 0; ///< number in the part that was searched
    std::int32_t label = -1;
    double distance = 0;       ///< Euclidean, between codes, or between samples as they are trained on
    std::vector<float> values; ///< in the source's numbers; empty where nobody draws them
};

} // namespace hourglass::analysis
