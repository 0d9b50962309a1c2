// The order of names that people expect: "p2" before "p10".
#pragma once

#include <string>

namespace hourglass::data {

/// Runs of digits are compared as the numbers that they write, all else bytewise; names that differ in zeros before a number alone, bytewise.
bool comesBefore(const std::string &a, const std::string &b);

} // namespace hourglass::data
