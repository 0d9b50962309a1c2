// Which part of a run the plot shows by itself. Pure functions, so that the rules can be tested without a window.
#pragma once

#include <span>
#include <vector>

#include "ui/loss/smoothed_curve.h"
#include "ui/plots/extent.h"

namespace hourglass::ui {

/// The horizontal extent for a run that has come to `last`: round, a little ahead of the run, and the same until the run needs
/// more. `first` is where a logarithmic axis begins.
Extent fittedRun(const Extent &shown, double first, double last, double smallest, bool isLogarithmic);

struct LossLevels {
    std::span<const CurveColumn> train; ///< of the loss shown now, thinned over the whole run
    std::span<const CurveColumn> heldOut;
    std::vector<double> baselines = {};
    bool isLogarithmic = false;
    bool skipsStart = true;          ///< the first steps' huge values do not count once the run has gone on
    std::vector<double> others = {}; ///< of other runs: within the extent as far as the present run's may be
    std::vector<double> terms = {};  ///< always within the extent, however far they make it
};

/// The vertical extent that shows the smoothed curve, the held-out losses, most of the raw ones, and the baselines that are near.
/// Starts from what is shown and keeps it while it is good, so that the picture stands still.
Extent fittedLoss(const Extent &shown, const LossLevels &levels);

} // namespace hourglass::ui
