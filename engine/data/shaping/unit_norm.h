// Each sample divided by its own length.
#pragma once

#include <memory>

#include "engine/data/shaping/scaling.h"

namespace hourglass::data {

/// A sample of zeros stays as it is, with a length of 0. Null where it was cancelled.
std::shared_ptr<const Scaling> fitUnitNorm(const Dataset &dataset, const Progress &progress, std::vector<std::string> &remarks);

} // namespace hourglass::data
