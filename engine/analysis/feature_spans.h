// How far the numbers of each feature reach, so that features of unlike size stand beside each other in one small picture.
#pragma once

#include <vector>

#include "engine/data/dataset.h"

namespace hourglass::analysis {

/// Between which numbers of the source most samples of the part lie, in each feature of a table (from the 1st to the 99th percentile) or in each channel of
/// a series, whose rare peaks count (from the first to the last thousandth): of at most 256 samples at even distances, of fewer where they are long. Where most
/// are the same, the ends of all; where all are, both ends are one number. `channels`: how many take turns in a sample; all of its features for a table.
std::vector<core::Range> featureSpans(const data::Dataset &dataset, const data::Part &part, core::Index channels);

/// Where a number lies in its span, 0 … 1; ½ where the span has no width or the number is not finite.
float shareOf(float value, const core::Range &span);

} // namespace hourglass::analysis
