// Every tensor of a plan with its place: the one walk over what was laid out.
#pragma once

#include <vector>

#include "engine/plan/plan.h"

namespace hourglass::plan {

struct PlacedTensor {
    const layers::Tensor *tensor; ///< the plan's
    int layer;                    ///< index in the stack
    bool isState;                 ///< among the state, not the parameters
    Index offset;                 ///< floats, in that flat array
    Index number;                 ///< among the layer's tensors, its parameters before its state
};

/// Layer by layer, the parameters of each before its state.
std::vector<PlacedTensor> tensorsOf(const Plan &plan);

} // namespace hourglass::plan
