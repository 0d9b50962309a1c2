// What a data set holds, measured once for each.
#pragma once

#include "engine/analysis/data_statistics.h"
#include "engine/analysis/task.h"

namespace hourglass::analysis {

struct StatisticsTask {
    using Result = DataStatistics;
    static constexpr TaskTraits traits{Reads::Dataset, Lane::Long, 0};

    std::shared_ptr<const DataStatistics> run(TaskContext &context) const;
    bool operator==(const StatisticsTask &) const = default;
};

} // namespace hourglass::analysis
