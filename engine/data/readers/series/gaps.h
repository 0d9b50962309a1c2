// What stands where a value of a series is missing.
#pragma once

#include <string>
#include <vector>

namespace hourglass::data {

/// Replaces NaN. `filling`: "line", straight between the values beside a gap and the nearest value at the ends; "mean", of the
/// series; "zero", for which `zero` stands. A series without any value becomes `otherwise`.
void fillGapsOf(std::vector<float> &values, const std::string &filling, float otherwise, float zero);

} // namespace hourglass::data
