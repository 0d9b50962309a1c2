// The stacks that the benchmark of training measures: the presets, and three that other frameworks are measured with as well.
#pragma once

#include <vector>

#include "engine/spec/spec.h"

namespace hourglass::benchmarks {

struct Stack {
    std::string key; ///< as --only and the anchors name it
    spec::Spec spec;
};

std::vector<Stack> stacks();

} // namespace hourglass::benchmarks
