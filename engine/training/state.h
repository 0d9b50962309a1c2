// All that a training is at one moment: what resume, undo and branch need.
#pragma once

#include <memory>

#include "engine/plan/plan.h"
#include "engine/spec/spec.h"
#include "engine/training/records.h"
#include "engine/training/watch.h"

namespace hourglass::training {

struct TrainingState {
    std::shared_ptr<const plan::Plan> plan;
    spec::TrainingSpec spec;
    core::Floats parameters, state, moments;
    core::Floats averaged;         ///< parameters, where the settings ask for an average
    core::Index averagedSteps = 0; ///< that it has taken in
    core::Index step = 0;          ///< steps taken
    core::Index updates = 0;       ///< steps of the present optimiser
    core::Index epoch = 0;         ///< whole epochs done
    core::Index position = 0;      ///< samples done of the present one
    double epochLoss = 0;          ///< sum over those samples of their loss
    double secondsTrained = 0;
    Terms epochTerms{}; ///< likewise of the terms of the loss
    Watch watch;

    core::Index bytes() const {
        const core::Index floats = parameters.size() + state.size() + moments.size() + averaged.size() + watch.bestParameters.size() + watch.bestState.size();
        return floats * static_cast<core::Index>(sizeof(float));
    }
};

} // namespace hourglass::training
