// How samples are cut into batches, where some layers need more than a few samples at once.
#pragma once

#include <algorithm>

#include "engine/plan/plan.h"

namespace hourglass::training {

using core::Index;

/// The index of the layer that asks for most samples in a batch; −1 where all are content with one.
int layerWithFewest(const plan::Plan &plan);

/// Batches, or steps, of `size`. A last one that would be smaller than `smallest` joins the one before, so that no sample is left out.
struct BatchCut {
    Index size = 1, smallest = 1; ///< smallest ≤ size

    /// Of those left, so many come next.
    Index next(Index left) const { return left - std::min(size, left) < smallest ? left : size; }
    Index count(Index samples) const { return samples / size + (samples % size >= (samples < size ? 1 : smallest) ? 1 : 0); }
    /// The largest that next() can be.
    Index largest(Index samples) const { return std::min(samples, size + smallest - 1); }
};

constexpr Index calmSamples = 16; ///< of so many and more, mean and variance are calm enough to go by

/// With layers that go by the statistics of a batch, a last batch of less than half the size joins the one before: an epoch would end with
/// statistics that are noisier than those the weights were fitted to, and evaluation begins with them.
BatchCut batchesOf(const plan::Plan &plan, Index batch, Index samples);
/// Steps of so many batches each.
BatchCut stepsOf(const plan::Plan &plan, Index batch, Index batchesEach, Index samples);

} // namespace hourglass::training
