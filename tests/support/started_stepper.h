// A training that stands before its first step.
#pragma once

#include <memory>
#include <vector>

#include "engine/training/stepper.h"
#include "tests/support/layer_cases.h"

namespace hourglass::tests {

/// Null where it does not take the settings.
inline std::unique_ptr<training::Stepper> stepperOf(const std::vector<spec::LayerSpec> &layers, const std::shared_ptr<const data::Dataset> &dataset,
                                                    const spec::TrainingSpec &training, Index code = 0) {
    const auto plan = plan::compile({layers, code, false}, dataset->shape, testedKinds());
    auto stepper = std::make_unique<training::Stepper>(*plan, dataset);
    if (!stepper->configure(training))
        return nullptr;
    stepper->start();
    return stepper;
}

} // namespace hourglass::tests
