#include "engine/core/random.h"

#include "engine/core/random_numbers.h"

namespace hourglass::core {

std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key) {
    return philoxRounds(counter, key);
}

float uniformFrom(std::uint32_t word) {
    return uniformOf(word);
}

float normalFrom(std::uint32_t word) {
    return normalOf(word);
}

Random::Random(std::uint64_t seed, Stream stream) {
    // The stream is mixed into the key, so that equal counters of two streams have nothing in common.
    const auto mixed = philoxRounds({static_cast<std::uint32_t>(stream), 0, 0, 0}, {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)});
    m_key = {mixed[0], mixed[1]};
}

std::uint32_t Random::word(std::uint64_t step, std::uint64_t sample, std::uint64_t element) const {
    return philoxRounds(counterOf(step, sample, element / 4), m_key)[element % 4];
}

Index Random::below(Index bound, std::uint64_t step, std::uint64_t sample, std::uint64_t element) const {
    // Multiply-shift (Lemire 2019) on 64 bits: the bias is below bound / 2^64.
    const auto words = philoxRounds(counterOf(step, sample, element), m_key);
    const std::uint64_t wide = (static_cast<std::uint64_t>(words[0]) << 32) | words[1];
    __extension__ using Wide = unsigned __int128;
    return static_cast<Index>((static_cast<Wide>(wide) * static_cast<std::uint64_t>(bound)) >> 64);
}

} // namespace hourglass::core
