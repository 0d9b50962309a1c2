// What a core's multipliers can do at most: the limit of any product in float32.
#pragma once

#include "engine/core/types.h"

namespace hourglass::benchmarks {

/// Fused multiply-adds of numbers that never leave the registers, on the calling thread, as many as c[48 × 8] += a[48 × depth] b takes
/// with the widest vectors that the machine has. Returns a sum of them, so that none is left out.
float registerProduct(core::Index depth);

/// Floating-point operations of one registerProduct().
double registerOperations(core::Index depth);

} // namespace hourglass::benchmarks
