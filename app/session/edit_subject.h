#pragma once

#include <QString>

#include "engine/spec/training_parts.h"

namespace hourglass::app {

/// What two specs differ in, where it is one setting ("training.optimiser.rate", "model.layers.2.units"): a drag of its slider is one
/// edit. Empty where they differ in more, or in kind. A mirrored layer changes together with its twin and counts as one.
QString editSubject(const spec::Spec &before, const spec::Spec &after, const std::vector<spec::TrainingPart> &parts = spec::trainingParts());

} // namespace hourglass::app
