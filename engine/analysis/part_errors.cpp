#include "engine/analysis/part_errors.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/analysis/sample_errors_task.h"
#include "engine/analysis/similarity.h"
#include "engine/core/random.h"
#include "engine/data/shown_part.h"

namespace hourglass::analysis {

using core::Index;

std::vector<Index> PartErrors::extremes(Index count, bool isWorst) const {
    std::vector<Index> numbers;
    for (std::size_t i = 0; i < bySample.size(); ++i)
        if (std::isfinite(bySample[i]))
            numbers.push_back(static_cast<Index>(i));
    const bool isLargestFirst = isWorst != factsOf(measure).isLargerBetter;
    const auto end = numbers.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(numbers.size(), static_cast<std::size_t>(std::max<Index>(0, count))));
    std::partial_sort(numbers.begin(), end, numbers.end(), [&](Index a, Index b) {
        const float left = bySample[static_cast<std::size_t>(a)], right = bySample[static_cast<std::size_t>(b)];
        return left != right ? (left > right) == isLargestFirst : a < b;
    });
    numbers.erase(end, numbers.end());
    return numbers;
}

std::shared_ptr<const PartErrors> PartErrorsTask::run(TaskContext &context) const {
    plan::Network &network = context.network();
    const data::Dataset &dataset = *context.dataset();
    const Index features = dataset.features(), stride = core::strideOf(features);
    if (network.plan().features() != features)
        return nullptr;
    const data::Part &part = data::shownSamples(dataset);
    auto errors = std::make_shared<PartErrors>();
    errors->measure = measureFor(dataset.shape, measure);
    errors->bySample.assign(static_cast<std::size_t>(part.samples), std::numeric_limits<float>::quiet_NaN());
    const Index count = std::min({part.samples, most, affordableSamples(network.plan())});
    const double range = dataRangeOf(dataset);
    const core::Random noise(seed, core::Stream::Corruption);
    core::Floats input(stride * network.block()), original(stride * network.block());
    const data::Progress progress = context.progress();
    for (Index first = 0; first < count; first += network.block()) {
        if (progress.isCancelled())
            return nullptr;
        const core::View x{input.data(), features, std::min(network.block(), count - first), stride};
        const core::View wanted{original.data(), features, x.columns, stride};
        const auto sampleAt = [&](Index i) { return (first + i) * (part.samples / count) + (first + i) * (part.samples % count) / count; };
        for (Index i = 0; i < x.columns; ++i) {
            part.copySample(sampleAt(i), wanted.column(i));
            std::copy_n(wanted.column(i), features, x.column(i));
            if (corruption.isOn())
                corruption.apply(dataset.shape, x.column(i), noise, 0, sampleAt(i));
        }
        const core::ConstView y = network.reconstruct(x);
        for (Index i = 0; i < x.columns; ++i)
            errors->bySample[static_cast<std::size_t>(sampleAt(i))] =
                static_cast<float>(measured(errors->measure, dataset.shape, y.column(i), wanted.column(i), range));
        errors->measured += x.columns;
        progress.tell(static_cast<double>(errors->measured) / static_cast<double>(count), "Measuring errors");
    }
    return errors;
}

} // namespace hourglass::analysis
