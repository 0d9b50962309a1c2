// A training beside another, in lock step: what of its settings is its own, and what it takes from the one that leads, so that both see the same batches
// in the same order.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/data/dataset.h"
#include "engine/plan/plan.h"
#include "engine/spec/spec.h"

namespace hourglass::training {

struct BesideSettings {
    /// Batch size, accumulation, epochs and seed are the leader's, and it has no stops: it ends when that one does. With the same seed what both draw for a
    /// sample (corruption, dropout, noise) is the same wherever the same is drawn.
    spec::TrainingSpec training;
    std::uint64_t weightsSeed = 0;  ///< its own seed: of its first weights alone
    bool isCutOtherwise = false;    ///< its layers would have the last batch of an epoch join the one before, or not, as the leader's do not
    std::vector<std::string> taken; ///< what had to become the leader's, for people: "the batch size (256)"
};

/// Of a stack's own settings beside those of the leader, on the leader's data. An error where both cannot take the same batches, or where it cannot be
/// trained on these data at all.
core::Result<BesideSettings> besideOf(const spec::TrainingSpec &own, const plan::Plan &plan, const spec::TrainingSpec &leader, const plan::Plan &leaderPlan,
                                      const data::Dataset &dataset);

} // namespace hourglass::training
