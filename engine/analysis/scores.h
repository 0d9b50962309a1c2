// What a trained model reaches on a part: the figures that the command line prints.
#pragma once

#include <optional>

#include "engine/core/team.h"
#include "engine/data/dataset.h"
#include "engine/training/corruption.h"
#include "engine/training/records.h"

namespace hourglass::analysis {

/// NaN where a figure has no meaning: the cross-entropy and the PSNR of data that leave [0, 1].
struct Scores {
    double mse = 0, bce = 0, psnr = 0;
    double denoiseMse = 0; ///< seeded corrupted input against the clean one; NaN without corruption
};

/// Evaluation mode, clean input. The cross-entropy is taken on logits where the last activation is a sigmoid, else on outputs clipped to
/// [1e-7, 1 − 1e-7]. Sums run in the order of the samples, whatever the team.
Scores measureScores(const training::Frame &frame, const data::Dataset &dataset, const data::Part &part, const training::Corruption &corruption,
                     std::uint64_t seed, core::Team &team);

} // namespace hourglass::analysis
