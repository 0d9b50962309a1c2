// The samples nearest to one, by their codes and by the data themselves: where the two differ, the code has found something, or lost it.
#pragma once

#include <memory>
#include <vector>

#include "engine/analysis/nearest.h"
#include "engine/analysis/task.h"

namespace hourglass::analysis {

struct SampleNeighbours {
    Moment moment;
    Index sample = 0;
    std::int32_t label = -1;
    core::Shape shape;
    core::Range range; ///< black to white, in the source's numbers
    std::vector<NearSample> inCode,
        inData; ///< nearest first, of equal ones the lower number; the second empty where the data are too large to be asked at once
};

/// Among the samples that a map shows (as LatentTask has them). Null for a sample that is not one of them.
struct NeighboursTask {
    using Result = SampleNeighbours;
    static constexpr TaskTraits traits{Reads::EverySnapshot, Lane::Live, 12};
    static constexpr double mostNumbers = 4e8; ///< read for the distances between samples: a second or so

    Index sample = 0, count = 30;
    Index pictured = 5; ///< of them, the nearest, come with their values
    std::shared_ptr<LatestCodes> latest;

    std::shared_ptr<const SampleNeighbours> run(TaskContext &context) const;
    bool operator==(const NeighboursTask &) const = default;
};

} // namespace hourglass::analysis
