// How layers divide work into independent parts.
#pragma once

#include <algorithm>

#include "engine/core/types.h"

namespace hourglass::layers {

/// Weights that the second cache does not hold: what derives from them is made where they are near already, or lies otherwise. Of smaller ones that costs
/// more than it saves.
constexpr core::Index largeWeights = 400'000;

/// Cuts `count` into parts of about `wanted`, each a multiple of `unit` but the last.
struct Cut {
    core::Index count = 0, parts = 0, size = 0;

    Cut() = default;
    Cut(core::Index total, core::Index wanted, core::Index unit) : count(total) {
        const core::Index about = std::max<core::Index>(1, (total + wanted / 2) / wanted);
        size = ((total + about - 1) / about + unit - 1) / unit * unit;
        parts = (total + size - 1) / size;
    }
    /// Parts of exactly `wanted`, but the last.
    static Cut ofSize(core::Index total, core::Index wanted) {
        Cut cut;
        cut.count = total;
        cut.size = wanted;
        cut.parts = (total + wanted - 1) / wanted;
        return cut;
    }
    core::Index first(core::Index part) const { return part * size; }
    core::Index length(core::Index part) const { return std::min(size, count - first(part)); }
};

} // namespace hourglass::layers
