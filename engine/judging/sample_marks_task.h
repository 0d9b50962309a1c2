// What the codes of one moment say of each sample, as a number to colour it by.
#pragma once

#include "engine/analysis/task.h"
#include "engine/judging/task_samples.h"

namespace hourglass::judging {

struct SampleMarks {
    std::vector<float> values;           ///< of each sample of data::shownPart(); NaN where it was not asked
    std::optional<core::Error> obstacle; ///< why there are none
};

/// The class that the linear probe reads from each code. It learns from the samples that ProbesTask learns from; where nothing is held out, those are among the
/// asked.
struct PredictionsTask {
    using Result = SampleMarks;
    static constexpr analysis::TaskTraits traits{analysis::Reads::NewSnapshot, analysis::Lane::Long, 7};

    Index fitted = 4000, most = 10'000;

    /// Null, too, where the network is one for other data.
    std::shared_ptr<const SampleMarks> run(analysis::TaskContext &context) const;
    bool operator==(const PredictionsTask &) const = default;
};

/// How dense the codes lie about each: the estimate by its k-th nearest neighbour (Loftsgaarden and Quesenberry 1965) is k / (n V r^d), of which the decimal
/// logarithm is taken, less that of the median: −d log₁₀(r / median r), with d units, and r the distance to the 15th nearest, or to the last where there are
/// fewer. Of a sample whose neighbours all have the same code r is the smallest that is not zero.
struct DensityTask {
    using Result = SampleMarks;
    static constexpr analysis::TaskTraits traits{analysis::Reads::NewSnapshot, analysis::Lane::Long, 7};

    Index neighbours = 15, most = 10'000;

    std::shared_ptr<const SampleMarks> run(analysis::TaskContext &context) const;
    bool operator==(const DensityTask &) const = default;
};

/// The formula above, of the columns of `codes`. Errors: codes that are not finite, fewer than two, most of them the same, or cancelled.
core::Result<std::vector<float>> relativeDensities(core::ConstView codes, Index neighbours, core::ThreadPool &pool,
                                                   const std::atomic<bool> *cancelled = nullptr);

} // namespace hourglass::judging
