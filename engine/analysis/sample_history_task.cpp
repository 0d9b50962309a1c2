#include "engine/analysis/sample_history_task.h"

#include <algorithm>

#include "engine/analysis/sample_blocks.h"
#include "engine/analysis/similarity.h"
#include "engine/core/random.h"

namespace hourglass::analysis {

std::shared_ptr<const SampleHistory> SampleHistoryTask::run(TaskContext &context) const {
    const data::Dataset &dataset = *context.dataset();
    const data::Part &part = data::partOf(dataset, sample.part);
    if (!known || sample.sample < 0 || sample.sample >= part.samples)
        return nullptr;
    const core::Index features = dataset.features();
    auto history = std::make_shared<SampleHistory>();
    history->sample = sample;
    history->label = part.labels.empty() ? -1 : part.labels[static_cast<std::size_t>(sample.sample)];
    history->measure = measureFor(dataset.shape, measure);
    if (known->dataset != context.dataset() || known->sample != sample || known->measure != history->measure || !(known->corruption == corruption) ||
        known->seed != seed)
        *known = {context.dataset(), sample, history->measure, corruption, seed, {}};
    core::Floats original(core::strideOf(features)), input(core::strideOf(features));
    part.copySample(sample.sample, original.data());
    std::copy_n(original.data(), features, input.data());
    if (corruption.isOn())
        corruption.apply(dataset.shape, input.data(), core::Random(seed, core::Stream::Corruption), 0, sample.sample);
    const double range = dataRangeOf(dataset);
    decltype(known->errors) present;
    for (const std::shared_ptr<const plan::Snapshot> &moment : moments) {
        if (isCancelled(context.cancelled()))
            return nullptr;
        if (moment->plan->features() != features)
            continue;
        const std::tuple key(moment->run, moment->step, moment->published);
        auto found = known->errors.find(key);
        if (found == known->errors.end()) {
            plan::Network network(*moment, 1);
            const core::ConstView y = network.reconstruct({input.data(), features, 1, input.size()});
            found = known->errors.emplace(key, measured(history->measure, dataset.shape, y.data, original.data(), range)).first;
        }
        present.insert(*found);
        history->points.push_back({moment->step, moment->epoch, found->second});
    }
    known->errors = std::move(present); // moments that were given up are not asked for again
    return history;
}

} // namespace hourglass::analysis
