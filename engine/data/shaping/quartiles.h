// Medians and quartiles of more numbers than one would like to sort at once.
#pragma once

#include <vector>

#include "engine/data/dataset.h"
#include "engine/data/progress.h"

namespace hourglass::data {

struct Quartiles {
    double lower = 0, median = 0, upper = 0;
};

/// Of each feature of a part, or of all its numbers together (one entry): between two numbers in proportion, as numpy.percentile has it by
/// default (Hyndman and Fan 1996, definition 7). All together are the source's: with their `offsets`, if there are any. The part is not empty. Takes at most
/// about 64 MB, or one feature's numbers where those are more. Empty where it was cancelled.
std::vector<Quartiles> quartilesOf(const Part &part, bool asAWhole, const std::vector<double> &offsets, const Progress &progress);

} // namespace hourglass::data
