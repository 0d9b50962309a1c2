// The PCA of the training part and what stands beside every result, for a code of some size.
#pragma once

#include "engine/analysis/baselines.h"
#include "engine/analysis/task.h"

namespace hourglass::analysis {

/// The leading components of the data set that was fitted last, so that another code needs no new fit. Read and written by tasks of the long lane
/// alone.
struct LeadingComponents {
    std::weak_ptr<const data::Dataset> dataset;
    std::shared_ptr<const Pca> pca;
};

struct BaselinesTask {
    struct Result {
        Index code = 0;
        std::shared_ptr<const Pca> pca; ///< with as many components as the code has units
        Baselines baselines;
    };
    static constexpr TaskTraits traits{Reads::Dataset, Lane::Long, 20};

    Index code = 0;
    std::shared_ptr<LeadingComponents> leading;

    std::shared_ptr<const Result> run(TaskContext &context) const;
    bool operator==(const BaselinesTask &) const = default;
};

} // namespace hourglass::analysis
