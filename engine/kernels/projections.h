// What projections onto the plane spend their time with. As kernels.h: compiled once for each level of the instruction set, flat arrays, no
// state, and every number one chain of operations in a fixed order.
#pragma once

#include "engine/kernels/kernels.h"

namespace hourglass::kernels {

/// Σ (a − b)², in double.
HOURGLASS_KERNEL double squaredDistance(Index count, const float *a, const float *b);
/// values = offsets − 2 products.
HOURGLASS_KERNEL void distancesFrom(Index count, const float *products, const float *offsets, float *values);
/// Writes offsets[i] − 2 products[i] and first + i wherever the former is at most `limit`, in the order of i; returns how many. Both lists
/// need room for `count` numbers.
HOURGLASS_KERNEL Index collectBelow(Index count, const float *products, const float *offsets, float limit, std::int32_t first, float *values,
                                    std::int32_t *indices);
/// How many values lie below the limit, or are equal to it at a place before `place`.
HOURGLASS_KERNEL Index countBefore(Index count, const float *values, float limit, Index place);
/// Σ √max(a, 0) √max(b, 0), Σ max(a, 0) and Σ max(b, 0), where a = firstOffset + first and b likewise.
HOURGLASS_KERNEL void correlateRoots(Index count, const float *first, float firstOffset, const float *second, float secondOffset, double sums[3]);

} // namespace hourglass::kernels
