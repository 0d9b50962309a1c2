// Loops over points of the plane or of space: one text, compiled for both. Internal linkage: no two levels may share a copy.
#pragma once

#include "engine/kernels/gather.h"
#include "engine/kernels/projections.h"

namespace hourglass::kernels {
namespace {

/// A way from point to point, or a sum of them, many in the lanes of a vector; z is not looked at in the plane.
struct Ways {
    Vector x{}, y{}, z{};
};

/// From the points with these numbers to one, or to many.
template <int dimensions, class Own>
inline Ways waysTo(const Own &ownX, const Own &ownY, const Own &ownZ, const ConstPoints &at, IntVector from) {
    if constexpr (dimensions == 2)
        if (at.twos) {
            std::int32_t numbers[width];
            __builtin_memcpy(numbers, &from, sizeof numbers);
            Vector x, y;
            gatherTwos(at.twos, numbers, x, y);
            const Ways inPlane{ownX - x, ownY - y, {}};
            return inPlane;
        }
    Ways ways{ownX - gather(at.x, from), ownY - gather(at.y, from), {}};
    if constexpr (dimensions > 2)
        ways.z = ownZ - gather(at.z, from);
    return ways;
}

/// least + |way|², as a chain of fused additions.
template <int dimensions>
inline Vector addSquare(const Ways &way, float least) {
    Vector sum = Vector{} + least;
    if constexpr (dimensions > 2)
        sum = multiplyAdd(way.z, way.z, sum);
    return multiplyAdd(way.x, way.x, multiplyAdd(way.y, way.y, sum));
}

template <int dimensions>
inline void addShare(Vector share, const Ways &way, Ways &sum) {
    sum.x = multiplyAdd(share, way.x, sum.x);
    sum.y = multiplyAdd(share, way.y, sum.y);
    if constexpr (dimensions > 2)
        sum.z = multiplyAdd(share, way.z, sum.z);
}

/// The sum of the lanes, times a factor, as numbers of one point.
template <int dimensions>
inline void store(const Ways &sum, float factor, Index point, const Points &to) {
    to.x[point] = factor * sumOf(sum.x);
    to.y[point] = factor * sumOf(sum.y);
    if constexpr (dimensions > 2)
        to.z[point] = factor * sumOf(sum.z);
}

} // namespace
} // namespace hourglass::kernels
