#pragma once

#include <vector>

#include "ui/loss/loss_run.h"

namespace hourglass::app {

class Session;

/// What stands beside the loss of the session's training, in its units: mean image, PCA with the same bottleneck, and the floor of a
/// cross-entropy.
std::vector<ui::Baseline> baselineTexts(const Session &session);

} // namespace hourglass::app
