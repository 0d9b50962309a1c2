// The minimum of a smooth function of many numbers.
#pragma once

#include <atomic>
#include <span>
#include <vector>

#include "engine/core/function_ref.h"

namespace hourglass::judging {

struct LbfgsOptions {
    int memory = 10;
    int iterations = 1000;
    double tolerance = 1e-6; ///< of the gradient's largest number
};

struct LbfgsEnd {
    double value = 0, largestGradient = 0;
    int iterations = 0;
    bool isConverged = false; ///< also where the numbers' precision allows no further descent
};

/// Limited-memory BFGS (Nocedal 1980; Liu and Nocedal 1989) with the weak Wolfe conditions by bisection (Lewis and Overton 2013). `at` gives the value
/// and fills the gradient. `x` is the start and becomes the end.
LbfgsEnd minimise(std::vector<double> &x, core::FunctionRef<double(std::span<const double> x, std::span<double> gradient)> at, const LbfgsOptions &options,
                  const std::atomic<bool> *cancelled = nullptr);

} // namespace hourglass::judging
