// What a training remembers from epoch to epoch beside its parameters: for the schedule plateau and for what ends it early. A part of its
// state, so that resume and undo keep it.
#pragma once

#include <limits>

#include "engine/core/types.h"

namespace hourglass::training {

struct Watch {
    static constexpr double unseen = std::numeric_limits<double>::infinity();

    double rateFactor = 1;       ///< what the schedule plateau has made of the learning rate
    double plateauLoss = unseen; ///< the lowest validation loss that it saw
    core::Index plateauEpochs = 0;

    double bestLoss = unseen;    ///< the lowest validation loss, for the stop no_improvement
    core::Index bestEpoch = 0;   ///< that ended with it; 0: none yet
    core::Index epochsSince = 0; ///< without improvement
    core::Floats bestParameters, bestState;

    core::Index stepsBefore = 0; ///< done when it was last let go on after an end: from there stops count
    double secondsBefore = 0;

    /// The losses before and after are not to be compared: another loss, say.
    void forgetLosses() {
        plateauLoss = bestLoss = unseen;
        plateauEpochs = bestEpoch = epochsSince = 0;
        bestParameters = bestState = core::Floats();
    }
};

} // namespace hourglass::training
