// Takes some of a source's samples and leaves the rest.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/core/result.h"
#include "engine/data/dataset.h"
#include "engine/spec/setting.h"

namespace hourglass::data {

/// `subset` is a checked row of subsetKinds(). Classes are taken from both files of a source, then as many samples as it says from the training
/// part. An error where a class is unknown or no training sample is left.
std::optional<core::Error> takeSubset(Dataset &dataset, const spec::Component &subset, std::uint64_t seed);

} // namespace hourglass::data
