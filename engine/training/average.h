// The table of averages: which parameters are shown, evaluated and kept, where those of the last step are not.
#pragma once

#include <vector>

#include "engine/spec/spec.h"

namespace hourglass::training {

struct Average {
    double decay = 0; ///< what is kept of the average in each step, at most; 0: there is no average

    bool isOn() const { return decay > 0; }
    /// What is kept of the average when it has taken in so many steps: min(decay, (1 + steps) / (10 + steps)), so that the parameters of
    /// the start, with which it begins, are soon forgotten.
    double keptAt(core::Index steps) const;
};

std::vector<spec::Kind> averageKinds();
/// The component's settings are already checked.
Average makeAverage(const spec::Component &component);

} // namespace hourglass::training
