#include "engine/projections/codes.h"

#include <algorithm>
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
    float largest = 0;
    for (Index sample = 1; sample < codes.columns; ++sample)
        for (Index row = 0; row < codes.rows; ++row)
            largest = std::max(largest, std::abs(codes.column(sample)[row] - codes.column(0)[row]));
    return largest;
}

Index repeatedSamples(core::ConstView codes) {
    const auto bytes = static_cast<std::size_t>(codes.rows) * sizeof(float);
    const auto compared = [&](std::uint32_t a, std::uint32_t b) { return std::memcmp(codes.column(a), codes.column(b), bytes); };
    // Only those whose hashes are equal are compared.
    std::vector<std::pair<std::uint64_t, std::uint32_t>> order;
    order.reserve(static_cast<std::size_t>(codes.columns));
    for (Index sample = 0; sample < codes.columns; ++sample)
        order.emplace_back(hashOf(codes.column(sample), codes.rows), static_cast<std::uint32_t>(sample));
    std::sort(order.begin(), order.end(),
              [&](const auto &a, const auto &b) { return a.first != b.first ? a.first < b.first : compared(a.second, b.second) < 0; });
    Index repeated = 0;
    for (std::size_t i = 1; i < order.size(); ++i)
        repeated += order[i - 1].first == order[i].first && compared(order[i - 1].second, order[i].second) == 0;
    return repeated;
}

core::Error cancelledError() {
    return {"the projection was cancelled", {}, {}};
}

} // namespace hourglass::projections
