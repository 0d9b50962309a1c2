// Which of the arrays beside the samples belong to them, by the options of the order and by their names.
#pragma once

#include <vector>

#include "engine/core/result.h"
#include "engine/data/readers/array_set.h"

namespace hourglass::data {

/// What the options say, or what is found beside the samples.
core::Result<ArrayChoice> chooseByOptions(ArraySet &set, int samples, const ReadOrder &order);

/// Names the arrays that are nothing to the data set. `described`: those that name features or are factors.
void sayUnread(const ArraySet &set, const ArrayChoice &choice, const std::vector<int> &described, ReadReport &report);

} // namespace hourglass::data
