// When something that takes a while is to be measured again: after an epoch or more, for at most a share of a core, and at once when a training rests.
#pragma once

#include <optional>

#include <QElapsedTimer>

#include "engine/analysis/moment.h"
#include "engine/training/trainer.h"

namespace hourglass::app {

struct MeasuringPace {
    std::optional<analysis::Moment> shown; ///< when it was measured last, in this training
    bool isAsked = false;
    double cpuSeconds = 0; ///< that the last one cost
    QElapsedTimer since;
    double leastEpochs = 1, leastSeconds = 2; ///< between two measurements while it trains

    /// `costShare`: of a core, that it may take while it trains.
    bool isDue(const training::Status &status, double costShare) const;
    void take(const analysis::Moment &moment, double seconds);
};

} // namespace hourglass::app
