// Which samples of a part are looked at.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/data/dataset.h"

namespace hourglass::analysis {

/// Their numbers: one of each class first, then at random, drawn from the seed; each once.
std::vector<core::Index> drawSamples(const data::Part &part, core::Index count, std::uint64_t seed);

} // namespace hourglass::analysis
