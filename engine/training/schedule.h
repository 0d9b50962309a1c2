// The table of schedules: how the learning rate goes with time.
#pragma once

#include <functional>
#include <vector>

#include "engine/spec/spec.h"
#include "engine/training/watch.h"

namespace hourglass::training {

/// The factor of the learning rate after so many epochs, with their fraction, of `epochs` in all.
using Schedule = std::function<double(double epochsDone, double epochs)>;

std::vector<spec::Kind> scheduleKinds();
/// The component's settings are already checked.
Schedule makeSchedule(const spec::Component &component);
/// The end of an epoch: where the schedule is plateau and the validation loss has not fallen for long enough, the factor in the watch falls.
/// It multiplies that of the schedule, and is 1 for all other kinds.
void notePlateau(const spec::Component &component, double validationLoss, Watch &watch);

} // namespace hourglass::training
