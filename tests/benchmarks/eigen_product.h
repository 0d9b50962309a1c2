// Eigen's product, compiled for the machine that the benchmark runs on.
#pragma once

#include "engine/core/types.h"

namespace hourglass::benchmarks {

/// c[m × n] = a[m × k] b[k × n], column-major without gaps; with `isTurned` c = a bᵀ of b[n × k].
void eigenProduct(core::Index m, core::Index n, core::Index k, const float *a, const float *b, bool isTurned, float *c);

} // namespace hourglass::benchmarks
