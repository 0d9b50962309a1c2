// The known name that a mistyped one probably meant.
#pragma once

#include <string>
#include <vector>

namespace hourglass::spec {

/// The candidate that is fewest typing mistakes away (a letter wrong, missing, too many, or two swapped; capitals do not count),
/// or empty where none is near enough: more than a third of its letters differ.
std::string nearest(const std::string &word, const std::vector<std::string> &candidates);

/// `Did you mean "units"?` where one is near, otherwise `Known here: kind, units.`
std::string suggestion(const std::string &word, const std::vector<std::string> &candidates);

} // namespace hourglass::spec
