#include "engine/analysis/sample_errors_task.h"

#include <algorithm>

namespace hourglass::analysis {

core::Index affordableSamples(const plan::Plan &plan) {
    constexpr double mostMultiplyAdds = 4e10;
    double sum = 1;
    for (const plan::LayerOutline &layer : plan.outline().layers)
        sum += layer.multiplyAdds;
    return static_cast<core::Index>(std::max(100.0, mostMultiplyAdds / sum));
}

std::shared_ptr<const SampleErrors> SampleErrorsTask::run(TaskContext &context) const {
    plan::Network &network = context.network();
    if (network.plan().features() != context.dataset()->features())
        return nullptr;
    auto measured = measureSampleErrors(network, *context.dataset(), std::min(most, affordableSamples(network.plan())), context.progress());
    return measured ? std::make_shared<const SampleErrors>(std::move(*measured)) : nullptr;
}

} // namespace hourglass::analysis
