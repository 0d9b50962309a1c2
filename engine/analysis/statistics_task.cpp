#include "engine/analysis/statistics_task.h"

namespace hourglass::analysis {

std::shared_ptr<const DataStatistics> StatisticsTask::run(TaskContext &context) const {
    auto measured = measureData(*context.dataset(), context.progress());
    return measured ? std::make_shared<const DataStatistics>(std::move(*measured)) : nullptr;
}

} // namespace hourglass::analysis
