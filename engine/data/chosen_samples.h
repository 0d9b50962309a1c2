// Some samples of a data set as a data set of their own, to be written for other programs.
#pragma once

#include <vector>

#include "engine/core/result.h"
#include "engine/data/progress.h"
#include "engine/data/sample_id.h"

namespace hourglass::data {

/// Its training part holds these samples, in this order and in the source's numbers: bytes where they are bytes and nothing scales them. What is known of each
/// stands beside it, and as one more factor, "sample", its number in the source. An error where it was cancelled, or where samples that stay in a file cannot
/// be read any more.
core::Result<Dataset> chosenSamples(const Dataset &dataset, const std::vector<SampleId> &samples, const Progress &progress = {});

} // namespace hourglass::data
