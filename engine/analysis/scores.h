// What a trained model reaches on a part: the figures that the command line prints.
#pragma once

#include <optional>

#include "engine/core/thread_pool.h"
#include "engine/data/corruption.h"
#include "engine/data/dataset.h"
#include "engine/plan/snapshot.h"

namespace hourglass::analysis {

/// NaN where a figure has no meaning: the cross-entropy and the PSNR of data that leave [0, 1].
struct Scores {
    double mse = 0, bce = 0, psnr = 0;
    double denoiseMse = 0; ///< seeded corrupted input against the clean one; NaN without corruption
};

/// Evaluation mode, clean input. The cross-entropy is taken on logits where the last activation is a sigmoid, else on outputs clipped to
/// [1e-7, 1 − 1e-7]. Sums run in the order of the samples, whatever the pool.
Scores measureScores(const plan::Snapshot &snapshot, const data::Dataset &dataset, const data::Part &part, const data::Corruption &corruption,
                     std::uint64_t seed, core::ThreadPool &pool);

} // namespace hourglass::analysis
