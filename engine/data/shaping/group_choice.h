// Which groups go to a part: whole ones, by their names or drawn.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/core/result.h"
#include "engine/data/dataset.h"
#include "engine/data/shaping/split.h"
#include "engine/spec/setting.h"

namespace hourglass::data {

/// Marks the training samples of the groups that the checked "group" row of splitKinds() names for the part (Test or Validation). Where it
/// names none, groups are drawn with the seed, one after the other by their names, whatever their numbers are: each that brings the number of
/// marked samples nearer to `share` of those not yet marked is taken, at least one and never the last, and none that is named for the other part.
/// Errors: an unknown group, one without a training sample or named for both parts, none left to train on, a single group to draw from.
std::optional<core::Error> chooseGroups(const Dataset &dataset, const spec::Component &split, double share, std::uint64_t seed, SplitOff purpose,
                                        std::vector<bool> &isChosen);

} // namespace hourglass::data
