// What PCA reaches with as many components as a code has units: the curve beside the elbow.
#pragma once

#include <atomic>
#include <vector>

#include "engine/data/dataset.h"

namespace hourglass::sweeps {

struct PcaPoint {
    core::Index components = 0; ///< that were asked for; where the data have fewer, their error is that of all
    double squaredError = 0;    ///< mean over features and samples of the validation part, fitted on the training part
};

/// In the order of `components`. An error where there are no samples, or where it was cancelled.
core::Result<std::vector<PcaPoint>> pcaCurve(const data::Dataset &dataset, const std::vector<core::Index> &components,
                                             const std::atomic<bool> *cancelled = nullptr);

} // namespace hourglass::sweeps
