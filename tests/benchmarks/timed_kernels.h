// Where a step's time goes: the kernels, timed as the engine calls them. The program's own functions of the kernels' names stand before the
// library's, and call those.
#pragma once

#include <array>

namespace hourglass::benchmarks {

enum class Part { Products, Rounding, BiasAndActivation, Gates, Patches, Transpositions, Loss, Gather, Corruption, Optimiser };
constexpr std::array<const char *, 10> partNames{"products", "rounding", "bias_and_activation", "gates",    "patches", "transpositions",
                                                 "loss",     "gather",   "corruption",          "optimiser"};
/// Seconds of all threads together.
using Seconds = std::array<double, partNames.size()>;

/// What is called from here on is counted, until stopTiming(). No kernel may be running in either.
void startTiming();
Seconds stopTiming();

} // namespace hourglass::benchmarks
