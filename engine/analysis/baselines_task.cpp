#include "engine/analysis/baselines_task.h"

#include <algorithm>

namespace hourglass::analysis {

namespace {

constexpr Index leadingComponents = 128; ///< fitted at once

} // namespace

std::shared_ptr<const BaselinesTask::Result> BaselinesTask::run(TaskContext &context) const {
    const data::Dataset &dataset = *context.dataset();
    if (leading->dataset.lock() != context.dataset())
        *leading = {context.dataset(), nullptr};
    const Index possible = std::min(dataset.features(), std::max<Index>(1, dataset.train.samples - 1));
    if (!leading->pca || leading->pca->components < std::min(code, possible)) {
        auto fitted = fitPca(dataset.train, std::max(leadingComponents, code), context.cancelled());
        if (!fitted)
            return nullptr;
        leading->pca = std::make_shared<const Pca>(std::move(*fitted));
    }
    auto measured = measureBaselines(dataset, *leading->pca, code, context.cancelled());
    if (!measured)
        return nullptr;
    return std::make_shared<const Result>(Result{code, std::make_shared<const Pca>(truncated(*leading->pca, code)), *measured});
}

} // namespace hourglass::analysis
