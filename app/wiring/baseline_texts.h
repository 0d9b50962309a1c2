#pragma once

#include <vector>

#include <QString>

#include "engine/spec/spec.h"
#include "ui/loss/loss_run.h"

namespace hourglass::app {

class Session;

/// "binary cross-entropy", "mean squared error, summed over features"
QString lossText(const spec::LossSpec &loss);
/// What stands beside the loss of the session's training, in its units: mean image, PCA with the same bottleneck, and the floor of a
/// cross-entropy.
std::vector<ui::Baseline> baselineTexts(const Session &session);

} // namespace hourglass::app
