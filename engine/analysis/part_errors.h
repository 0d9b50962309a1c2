// Which samples of the shown part are reconstructed worst and best, by any measure.
#pragma once

#include <vector>

#include "engine/analysis/measure.h"
#include "engine/analysis/task.h"
#include "engine/data/corruption.h"

namespace hourglass::analysis {

struct PartErrors {
    Measure measure = Measure::Mse;
    std::vector<float> bySample; ///< of each sample of the shown part; NaN where it was not measured
    core::Index measured = 0;

    /// So many sample numbers, the worst first or the best; what is no finite number is in neither.
    std::vector<core::Index> extremes(core::Index count, bool isWorst) const;
};

/// Measured once for each wish, of parameters that are newer than it, with the input that the reconstructions have.
struct PartErrorsTask {
    using Result = PartErrors;
    static constexpr TaskTraits traits{Reads::NewSnapshot, Lane::Long, 12};

    Measure measure = Measure::Mse;
    core::Index most = 0; ///< samples, at even distances; no more than take a second or two of one core
    data::Corruption corruption = {};
    std::uint64_t seed = 0; ///< of the corruption

    /// Null, too, where the network is one for other data.
    std::shared_ptr<const PartErrors> run(TaskContext &context) const;
    bool operator==(const PartErrorsTask &) const = default;
};

} // namespace hourglass::analysis
