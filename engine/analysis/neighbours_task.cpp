#include "engine/analysis/neighbours_task.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "engine/analysis/latent_task.h"
#include "engine/analysis/sample_blocks.h"
#include "engine/data/shown_part.h"

namespace hourglass::analysis {

namespace {

double squaredDistance(const float *a, const float *b, Index count) {
    double sum = 0;
    for (Index i = 0; i < count; ++i) {
        const double difference = static_cast<double>(a[i]) - b[i];
        sum += difference * difference;
    }
    return sum;
}

/// The nearest of so many, without `itself` and without what is not finite: squared distance and place. `squaredTo(place)` may give up by nothing.
template <class SquaredTo>
std::optional<std::vector<std::pair<double, Index>>> nearest(Index count, Index itself, Index wanted, SquaredTo squaredTo) {
    std::vector<std::pair<double, Index>> all;
    all.reserve(static_cast<std::size_t>(count));
    for (Index place = 0; place < count; ++place) {
        if (place == itself)
            continue;
        const std::optional<double> squared = squaredTo(place);
        if (!squared)
            return {};
        if (std::isfinite(*squared))
            all.emplace_back(*squared, place);
    }
    const auto end = all.begin() + std::min<std::ptrdiff_t>(wanted, std::ssize(all));
    std::partial_sort(all.begin(), end, all.end());
    all.erase(end, all.end());
    return all;
}

std::vector<NearSample> told(const std::vector<std::pair<double, Index>> &found, const CodeTable &table, const data::Dataset &dataset, const data::Part &part, Index pictured) {
    std::vector<NearSample> samples;
    for (const auto &[squared, place] : found) {
        NearSample near;
        near.sample = table.samples[static_cast<std::size_t>(place)];
        near.label = table.labels.empty() ? -1 : table.labels[static_cast<std::size_t>(place)];
        near.distance = std::sqrt(squared);
        if (std::ssize(samples) < pictured) {
            near.values.resize(static_cast<std::size_t>(dataset.features()));
            part.copySample(near.sample, near.values.data());
            dataset.invert(part, near.sample, near.values.data(), near.values.data());
        }
        samples.push_back(std::move(near));
    }
    return samples;
}

} // namespace

std::shared_ptr<const SampleNeighbours> NeighboursTask::run(TaskContext &context) const {
    const data::Dataset &dataset = *context.dataset();
    const data::Part &part = data::shownSamples(dataset);
    if (!latest->table || latest->table->moment != context.moment()) {
        auto table = gatherCodes(context, LatentTask::mostCodes);
        if (!table)
            return nullptr;
        latest->table = std::make_shared<const CodeTable>(std::move(*table));
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
    const core::ConstView codes = table.view();
    const auto inCode = nearest(samples, itself, count, [&](Index place) { return std::optional(squaredDistance(codes.column(place), codes.column(itself), codes.rows)); });
    result->inCode = told(*inCode, table, dataset, part, pictured);
    if (static_cast<double>(samples) * static_cast<double>(dataset.features()) > mostNumbers)
        return result;
    std::vector<float> own(static_cast<std::size_t>(dataset.features())), other(own.size());
    part.copySample(sample, own.data());
    const auto inData = nearest(samples, itself, count, [&](Index place) -> std::optional<double> {
        if (place % TaskContext::block == 0 && isCancelled(context.cancelled()))
            return {};
        part.copySample(table.samples[static_cast<std::size_t>(place)], other.data());
        return squaredDistance(own.data(), other.data(), dataset.features());
    });
    if (!inData)
        return nullptr;
    result->inData = told(*inData, table, dataset, part, pictured);
    return result;
}

} // namespace hourglass::analysis
