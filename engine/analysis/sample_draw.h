// Which samples of a part are looked at.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/data/dataset.h"

namespace hourglass::analysis {

/// How they are chosen.
struct SampleChoice {
    enum class Kind { Fixed, Random, Worst, Best, Selection, Class };
    Kind kind = Kind::Fixed;
    std::int32_t label = 0; ///< for Kind::Class

    bool operator==(const SampleChoice &) const = default;
};

/// Their numbers: one of each class first, then at random, drawn from the seed; each once.
std::vector<core::Index> drawSamples(const data::Part &part, core::Index count, std::uint64_t seed);

/// At random out of these, drawn from the seed; each once. Seed 0: the first ones, as they stand.
std::vector<core::Index> drawFrom(std::vector<core::Index> numbers, core::Index count, std::uint64_t seed);

std::vector<core::Index> samplesOfClass(const data::Part &part, std::int32_t label);

} // namespace hourglass::analysis
