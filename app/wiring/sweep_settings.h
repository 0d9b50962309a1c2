// What of a spec may be varied in a sweep, with values that are worth a try.
#pragma once

#include <vector>

#include "engine/spec/spec.h"
#include "ui/sweep/sweep_picture.h"

namespace hourglass::app {

/// The layers from the input to the code, those behind it where they do not follow by the mirror, then depth and the parts of the training.
std::vector<ui::SweepSetting> sweepSettingsOf(const spec::Spec &spec);

} // namespace hourglass::app
