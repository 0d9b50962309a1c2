// What to change where a stack does not end with as many numbers as a sample has.
#pragma once

#include <functional>
#include <string>

#include "engine/plan/plan.h"

namespace hourglass::plan {

/// A sentence that names settings which the last layer has, with values that fit. `fits` tells whether a changed model does.
std::string endingHint(const Plan &plan, const std::function<bool(const spec::ModelSpec &)> &fits);

} // namespace hourglass::plan
