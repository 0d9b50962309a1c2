// A look at every layer after a step of training. The stepper does not know what is measured.
#pragma once

#include <span>

#include "engine/plan/plan.h"

namespace hourglass::training {

using core::ConstView;
using core::Index;

/// What a step left of one layer. Outputs and gradients are those of the step's last batch, at the parameters that it was taken
/// with.
struct ProbedLayer {
    ConstView output; ///< features × samples; of the last layer the logits, where the loss is taken at those
    bool isLogits = false;
    ConstView outputGradient;                 ///< like output: d(loss) / d(z) of layers that end in an activation f(z), else what backward() left there
    std::span<const float> parameters;        ///< after the step, tensor by tensor, each on a multiple of 16 floats; empty where there are none
    std::span<const float> parameterGradient; ///< like parameters: of all batches of the step, clipped, as the optimiser got it
};

struct ProbedStep {
    const plan::Plan &plan;
    Index step = 0;   ///< the first step of a training is 1
    ConstView target; ///< features × samples: the batch before its corruption
    std::span<const ProbedLayer> layers;
};

class LayerProbe {
public:
    virtual ~LayerProbe() = default;
    /// Called once after each step, by the thread that steps. What the views show is overwritten by the next step or evaluation.
    virtual void look(const ProbedStep &step) = 0;
};

} // namespace hourglass::training
