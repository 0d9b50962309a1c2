#include "engine/analysis/neighbours_task.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "engine/analysis/latent_task.h"
#include "engine/analysis/sample_blocks.h"
#include "engine/data/shown_part.h"

namespace hourglass::analysis {

std::shared_ptr<const SampleNeighbours> NeighboursTask::run(TaskContext &context) const {
    const data::Dataset &dataset = *context.dataset();
    const data::Part &part = data::shownSamples(dataset);
    if (!latest->table || latest->table->moment != context.moment()) {
        auto gathered = gatherCodes(context, LatentTask::mostCodes);
        if (!gathered)
            return nullptr;
        latest->table = std::move(gathered);
    }
    const CodeTable &table = *latest->table;
    const auto found = std::find(table.samples.begin(), table.samples.end(), sample);
    if (found == table.samples.end())
        return nullptr;
    const Index itself = found - table.samples.begin(), samples = static_cast<Index>(table.samples.size());
    auto result = std::make_shared<SampleNeighbours>();
    result->moment = table.moment;
    result->sample = sample;
    result->label = table.labels.empty() ? -1 : table.labels[static_cast<std::size_t>(itself)];
    result->shape = dataset.shape;
    result->range = dataset.originalRange;
    result->inCode = nearSamples(nearestCodes(table, table.view().column(itself), count, itself), table, dataset, part, pictured);
    if (static_cast<double>(samples) * static_cast<double>(dataset.features()) > mostNumbers)
        return result;
    std::vector<float> own(static_cast<std::size_t>(dataset.features())), other(own.size());
    part.copySample(sample, own.data());
    const auto inData = nearest(samples, count, [&](Index place) -> std::optional<double> {
        if (place % TaskContext::block == 0 && isCancelled(context.cancelled()))
            return {};
        if (place == itself)
            return std::numeric_limits<double>::infinity();
        part.copySample(table.samples[static_cast<std::size_t>(place)], other.data());
        return squaredDistance(own.data(), other.data(), dataset.features());
    });
    if (!inData)
        return nullptr;
    result->inData = nearSamples(*inData, table, dataset, part, pictured);
    return result;
}

} // namespace hourglass::analysis
