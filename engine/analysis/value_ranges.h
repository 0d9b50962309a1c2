// What each feature of a data set reaches.
#pragma once

#include <vector>

#include "engine/data/dataset.h"

namespace hourglass::analysis {

/// In the source's numbers, over samples of the shown part at even distances.
std::vector<core::Range> rangesOf(const data::Dataset &dataset);

} // namespace hourglass::analysis
