// What classifiers read from codes: neighbours and a linear probe, learned from some samples and asked about others.
#pragma once

#include "engine/judging/confusion.h"

namespace hourglass::judging {

struct ProbeOptions {
    Index neighbours = 5;
    double inverseRegularisation = 1.0;
    double tolerance = 1e-6; ///< of the linear probe's fit
};

/// Figures of the samples that were asked. All of the linear probe but the first.
struct ProbeScores {
    Index fitted = 0, asked = 0, numbers = 0, neighbours = 0;
    double neighbourAccuracy = 0;
    double accuracy = 0, balancedAccuracy = 0, macroF1 = 0;
    double area = 0; ///< under the ROC curve of one class against the rest, mean over the classes; NaN where no class can be told from another
    Confusion confusion;
    std::vector<std::int32_t> predicted;
    bool isConverged = false;
};

/// Columns are samples, all with a class. Errors as of LinearProbe and voteOfNeighbours().
core::Result<ProbeScores> measureProbes(core::ConstView fitted, Labels labels, core::ConstView asked, Labels truth, const ProbeOptions &options,
                                        core::ThreadPool &pool, const std::atomic<bool> *cancelled = nullptr);

} // namespace hourglass::judging
