// The table of schedules: how the learning rate goes with time.
#pragma once

#include <functional>
#include <vector>

#include "engine/spec/spec.h"

namespace hourglass::training {

/// The factor of the learning rate after so many epochs, with their fraction, of `epochs` in all.
using Schedule = std::function<double(double epochsDone, double epochs)>;

std::vector<spec::Kind> scheduleKinds();
/// The component's settings are already checked.
Schedule makeSchedule(const spec::Component &component);

} // namespace hourglass::training
