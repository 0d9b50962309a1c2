// How far a model's reconstruction is from each sample.
#pragma once

#include <vector>

#include "engine/core/result.h"
#include "engine/data/dataset.h"
#include "engine/data/progress.h"
#include "engine/plan/network.h"

namespace hourglass::analysis {

struct SampleErrors {
    std::vector<float> byRow; ///< mean squared error of each sample, training, validation, test one behind the other; NaN where it was not measured
    core::Index measured = 0;
};

/// Measures at most `most` samples, in evaluation mode: first the part that is held out (the test part, or the validation part where there is none),
/// then the others; of the part where the count ends, samples at even distances. The network must fit the data. An error only where it was cancelled.
core::Result<SampleErrors> measureSampleErrors(plan::Network &network, const data::Dataset &dataset, core::Index most, const data::Progress &progress = {});

} // namespace hourglass::analysis
