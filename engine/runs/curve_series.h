// What was measured of a run, as series of numbers for files: by the names that people's own dashboards group by.
#pragma once

#include <string>
#include <vector>

#include "engine/runs/run_log.h"

namespace hourglass::runs {

struct SeriesPoint {
    Index step = 0;
    double epoch = 0;
    double seconds = 0;             ///< of training until then, as far as epochs were timed
    double value = 0;               ///< of several steps their mean; finite
    float minimum = 0, maximum = 0; ///< of the steps
    Index steps = 1;                ///< that it stands for
};

struct Series {
    std::string
        name; ///< "loss/train", "loss/validation", "loss/test", "loss/train_epoch" (its mean over each epoch), "term/bottleneck", "speed/samples_per_second"
    std::string lossName;            ///< that was trained then, for people
    std::vector<SeriesPoint> points; ///< by step, no two of the same
};

/// Losses that the run was trained with before its present one are called by their names ("mean squared error/train"): they cannot be compared. What is
/// not finite is left out, and so are series without a point.
std::vector<Series> seriesOf(const RunLog &log);

} // namespace hourglass::runs
