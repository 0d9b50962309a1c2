// Numbers that look like chance but are formulas, and comparisons of arrays.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

#include "engine/core/types.h"

namespace hourglass::tests {

/// In (−1, 1), without a pattern that a layout could hide behind.
inline float wave(std::int64_t i) {
    const double x = std::sin(static_cast<double>(i) * 12.9898 + 4.1414) * 43758.5453;
    return static_cast<float>(2 * (x - std::floor(x)) - 1);
}

inline std::vector<float> waves(std::int64_t count, std::int64_t from = 0) {
    std::vector<float> values;
    for (std::int64_t i = 0; i < count; ++i)
        values.push_back(wave(from + i));
    return values;
}

inline bool sameBits(const std::vector<float> &a, const std::vector<float> &b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

inline bool sameBits(const core::Floats &a, const core::Floats &b) {
    return a.size() == b.size() && (a.isEmpty() || std::memcmp(a.data(), b.data(), static_cast<std::size_t>(a.size()) * sizeof(float)) == 0);
}

} // namespace hourglass::tests
