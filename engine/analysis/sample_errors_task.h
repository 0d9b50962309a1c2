// The model's error of each sample, measured once for each wish, of parameters that are newer than it.
#pragma once

#include "engine/analysis/sample_errors.h"
#include "engine/analysis/task.h"

namespace hourglass::analysis {

/// As many as take a second or two of one core.
core::Index affordableSamples(const plan::Plan &plan);

struct SampleErrorsTask {
    using Result = SampleErrors;
    static constexpr TaskTraits traits{Reads::NewSnapshot, Lane::Long, 10};

    core::Index most = 0; ///< samples; no more than take a second or two of one core

    /// Null, too, where the network is one for other data.
    std::shared_ptr<const SampleErrors> run(TaskContext &context) const;
    bool operator==(const SampleErrorsTask &) const = default;
};

} // namespace hourglass::analysis
