// Sets a part of the samples aside, by a seeded choice of sample numbers: the same samples in every format and on every machine.
#pragma once

#include "engine/core/random.h"
#include "engine/data/dataset.h"

namespace hourglass::data {

enum class SplitOff : std::uint64_t { Test = 0, Validation = 1 };

/// How many of `samples` a fraction is: rounded, at least one, and at least one stays. 0 for a fraction of 0 or a single sample.
core::Index splitCount(core::Index samples, double fraction);

/// Moves splitCount samples from `part` into the part returned, chosen by Stream::Split of the seed.
/// Both keep the order that they had, and know their numbers in the source.
Part splitOff(Part &part, double fraction, std::uint64_t seed, SplitOff purpose);

} // namespace hourglass::data
