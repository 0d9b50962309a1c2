// What a trained stack is worth, by the validation part alone.
#pragma once

#include <atomic>

#include "engine/core/thread_pool.h"
#include "engine/data/dataset.h"
#include "engine/plan/snapshot.h"
#include "engine/spec/spec.h"
#include "engine/training/records.h"

namespace hourglass::sweeps {

struct Judgement {
    double squaredError = training::none; ///< mean over samples and features, clean input
    double rate = training::none; ///< what the code tells of a sample, in nats: the divergence of its layers from their prior; without such layers not a number
    double distortion = training::none; ///< beside it, the loss without the price of the code
};

/// A step's worth of memory is made for it. An error where the loss cannot be had from such data.
core::Result<Judgement> judge(const plan::Snapshot &snapshot, const spec::Spec &spec, const data::Dataset &dataset, core::ThreadPool &pool,
                              const std::atomic<bool> &cancelled);

} // namespace hourglass::sweeps
