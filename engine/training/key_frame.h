// A moment of a training that is kept to be looked at again, as the trainer hands it out.
#pragma once

#include <memory>

#include "engine/plan/snapshot.h"
#include "engine/training/state.h"

namespace hourglass::training {

struct KeyFrame {
    std::shared_ptr<const plan::Snapshot> snapshot;  ///< never null, and finite
    std::shared_ptr<const TrainingState> state = {}; ///< to go on from; null: to be looked at alone
    double heldOutLoss = none;                       ///< where it is lower than at every moment that was handed out before under the same loss
    bool isOfSpread = true;                          ///< belongs to the even spread; false: it is there for its loss, or as an end
};

} // namespace hourglass::training
