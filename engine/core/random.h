// Counter-based random numbers: a number depends on its key and counter alone, never on who draws it or when.
#pragma once

#include <array>
#include <cstdint>

#include "engine/core/types.h"

namespace hourglass::core {

/// What the numbers are for. Two streams of one seed are independent.
enum class Stream : std::uint32_t {
    Parameters = 1,
    Shuffle = 2,
    Corruption = 3,
    Layer = 4,
    Data = 5,
    Split = 6,
    Selection = 7,
    Projection = 8,
    Nearby = 9,
    Augmentation = 10
};

/// Philox 4x32 with 10 rounds (Salmon, Moraes, Dror, Shaw 2011: "Parallel random numbers: as easy as 1, 2, 3").
std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key);

/// Uniform in (0, 1), never 0 or 1: (word + 0.5) / 2^32 kept to 24 bits.
float uniformFrom(std::uint32_t word);
/// Standard normal by the inverse of its distribution function (Wichura 1988, algorithm AS 241, PPND7), the same on every platform.
float normalFrom(std::uint32_t word);

/// All numbers of one (seed, stream): element `element` of sample `sample` at step `step`.
class Random {
public:
    Random(std::uint64_t seed, Stream stream);

    std::uint32_t word(std::uint64_t step, std::uint64_t sample, std::uint64_t element) const;
    float uniform(std::uint64_t step, std::uint64_t sample, std::uint64_t element) const { return uniformFrom(word(step, sample, element)); }
    float normal(std::uint64_t step, std::uint64_t sample, std::uint64_t element) const { return normalFrom(word(step, sample, element)); }
    /// Uniform in 0 … bound − 1.
    Index below(Index bound, std::uint64_t step, std::uint64_t sample, std::uint64_t element) const;
    /// Key of the counter, for kernels that draw many numbers at once.
    std::array<std::uint32_t, 2> key() const { return m_key; }

private:
    std::array<std::uint32_t, 2> m_key;
};

} // namespace hourglass::core
