// Classifiers on the code of one moment, and beside it on PCA of the same size and on the raw input.
#pragma once

#include "engine/judging/probes.h"
#include "engine/judging/task_samples.h"

namespace hourglass::judging {

struct ProbeReport {
    std::optional<ProbeScores> scores;
    std::optional<core::Error> obstacle; ///< why there are none
    ChosenSamples asked;                 ///< in the order of ProbeScores::predicted
};

/// Measured once for each wish, of parameters that are newer than it.
struct ProbesTask {
    using Result = ProbeReport;
    static constexpr analysis::TaskTraits traits{analysis::Reads::NewSnapshot, analysis::Lane::Long, 6};

    Index fitted = 4000, asked = 2000;

    std::shared_ptr<const ProbeReport> run(analysis::TaskContext &context) const;
    bool operator==(const ProbesTask &) const = default;
};

struct BaselineProbes {
    Index code = 0; ///< units
    ProbeReport pca, raw;
};

/// Once for each data set and size of the code. Of inputs of many numbers fewer samples, so that they take about 32 MB.
struct BaselineProbesTask {
    using Result = BaselineProbes;
    static constexpr analysis::TaskTraits traits{analysis::Reads::Dataset, analysis::Lane::Long, 4};

    Index code = 0, fitted = 4000, asked = 2000;

    std::shared_ptr<const BaselineProbes> run(analysis::TaskContext &context) const;
    bool operator==(const BaselineProbesTask &) const = default;
};

} // namespace hourglass::judging
