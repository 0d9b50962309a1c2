// Sets a part of the samples aside, by a seeded choice of sample numbers: the same samples in every format and on every machine.
#pragma once

#include <string>
#include <vector>

#include "engine/core/random.h"
#include "engine/data/dataset.h"

namespace hourglass::data {

/// What samples are drawn for: draws for different purposes are independent.
enum class SplitOff : std::uint64_t { Test = 0, Validation = 1, Subset = 2 };

/// How many of `samples` a fraction is: rounded, at least one, and at least one stays. 0 for a fraction of 0 or a single sample.
core::Index splitCount(core::Index samples, double fraction);

/// Moves splitCount samples from `part` into the part returned, chosen by Stream::Split of the seed.
/// Both keep the order that they had, and know their numbers in the source.
Part splitOff(Part &part, double fraction, std::uint64_t seed, SplitOff purpose);

/// Marks `count` of the numbers in `deck`, drawn by Stream::Split of the seed. Draws from different piles are independent.
void draw(std::vector<core::Index> deck, core::Index count, std::uint64_t seed, SplitOff purpose, std::uint64_t pile, std::vector<bool> &isChosen);

/// Marks the share of the samples not yet marked that `kind` takes: "random" as splitOff() does; "stratified" from each label by itself, such
/// that their shares differ from those of the whole by less than one sample and none loses its last sample; "order" the last ones.
/// "stratified" needs labels.
void choose(const Part &part, const std::string &kind, double fraction, std::uint64_t seed, SplitOff purpose, std::vector<bool> &isChosen);

} // namespace hourglass::data
