// How much memory a training will take, known before it begins.
#pragma once

#include "engine/data/dataset.h"
#include "engine/plan/plan.h"
#include "engine/spec/spec.h"

namespace hourglass::training {

using core::Index;

/// Bytes. Key snapshots, which the trainer keeps within a budget of their own, and the program itself come on top.
struct PlannedMemory {
    Index parameters = 0;  ///< and state: what a file of weights holds
    Index optimiser = 0;   ///< the gradient, and what the optimiser keeps of those before
    Index activations = 0; ///< outputs of all layers for a batch, their gradients, scratch, parts of the gradient by blocks, work space of one thread, and what
                           ///< is derived from the weights
    Index data = 0;        ///< samples, labels and numbers of all parts
};

/// Of Stepper for these settings with a pool of so many threads. An optimiser that is not known counts as one without memory.
PlannedMemory plannedMemory(const plan::Plan &plan, const spec::TrainingSpec &spec, const data::Dataset &dataset, int threads);

} // namespace hourglass::training
