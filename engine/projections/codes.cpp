#include "engine/projections/codes.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <utility>
#include <vector>

namespace hourglass::projections {

namespace {

/// Of the bits of these numbers (FNV-1a, word by word).
std::uint64_t hashOf(const float *numbers, Index count) {
    std::uint64_t hash = 14695981039346656037ull, other = ~hash; // two chains at once
    const auto add = [numbers](std::uint64_t &to, Index i) { to = (to ^ __builtin_bit_cast(std::uint32_t, numbers[i])) * 1099511628211ull; };
    for (Index i = 0; i + 1 < count; i += 2) {
        add(hash, i);
        add(other, i + 1);
    }
    if (count % 2 == 1)
        add(hash, count - 1);
    hash ^= other >> 29 ^ other << 31;
    return hash ^ hash >> 32;
}

/// The bits of the largest number's magnitude: those of what is not finite are larger than all others.
std::int32_t largestBits(core::ConstView codes) {
    std::int32_t most = 0;
    for (Index sample = 0; sample < codes.columns; ++sample) {
        const float *code = codes.column(sample);
        for (Index row = 0; row < codes.rows; ++row)
            most = std::max(most, __builtin_bit_cast(std::int32_t, code[row]) & 0x7fffffff);
    }
    return most;
}

} // namespace

std::optional<core::Error> obstacleTo(core::ConstView codes) {
    // Sums of (x − y)² over all dimensions stay below the largest float.
    const float largest = 1e18f / std::sqrt(static_cast<float>(std::max<Index>(codes.rows, 1)));
    if (largestBits(codes) <= __builtin_bit_cast(std::int32_t, largest))
        return {};
    for (Index sample = 0; sample < codes.columns; ++sample)
        for (Index row = 0; row < codes.rows; ++row) {
            const float value = codes.column(sample)[row];
            if (!std::isfinite(value))
                return core::Error{"the code of sample " + std::to_string(sample) + " is not finite", "",
                                   "Project codes of a model that has not diverged, or leave this sample out."};
            if (std::abs(value) > largest)
                return core::Error{"the code of sample " + std::to_string(sample) + " is too large for distances in single precision", "",
                                   "Scale the codes to numbers near 1."};
        }
    return {};
}

float spreadOf(core::ConstView codes) {
    std::int32_t largest = 0; // in bits, as largestBits() has them
    const float *first = codes.column(0);
    for (Index sample = 1; sample < codes.columns; ++sample) {
        const float *code = codes.column(sample);
        for (Index row = 0; row < codes.rows; ++row)
            largest = std::max(largest, __builtin_bit_cast(std::int32_t, code[row] - first[row]) & 0x7fffffff);
    }
    return __builtin_bit_cast(float, largest);
}

Index repeatedSamples(core::ConstView codes) {
    const auto bytes = static_cast<std::size_t>(codes.rows) * sizeof(float);
    // A table with open places; only those whose hashes are equal are compared.
    struct Place {
        std::uint32_t hash = 0;
        std::int32_t sample = -1;
    };
    std::vector<Place> places(std::bit_ceil(static_cast<std::size_t>(2 * codes.columns)));
    Index repeated = 0;
    for (Index sample = 0; sample < codes.columns; ++sample) {
        const std::uint64_t hash = hashOf(codes.column(sample), codes.rows);
        const auto upper = static_cast<std::uint32_t>(hash >> 32);
        const auto isSame = [&](const Place &other) {
            return other.hash == upper && std::memcmp(codes.column(other.sample), codes.column(sample), bytes) == 0;
        };
        std::size_t at = static_cast<std::size_t>(hash) & (places.size() - 1);
        while (places[at].sample >= 0 && !isSame(places[at]))
            at = (at + 1) & (places.size() - 1);
        if (places[at].sample < 0)
            places[at] = {upper, static_cast<std::int32_t>(sample)};
        else
            ++repeated;
    }
    return repeated;
}

core::Error cancelledError() {
    return {"the projection was cancelled", {}, {}};
}

} // namespace hourglass::projections
