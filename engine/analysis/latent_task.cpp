#include "engine/analysis/latent_task.h"

#include <algorithm>

#include "engine/analysis/sample_blocks.h"
#include "engine/data/shown_part.h"

namespace hourglass::analysis {

namespace {

/// Numbers at even distances, so that a part larger than `most` is shown whole in kind.
std::vector<Index> evenly(Index samples, Index most) {
    const Index count = std::min(samples, most);
    std::vector<Index> numbers(static_cast<std::size_t>(count));
    for (Index i = 0; i < count; ++i)
        numbers[static_cast<std::size_t>(i)] = i * samples / count;
    return numbers;
}

} // namespace

std::shared_ptr<const LatentPicture> LatentTask::run(TaskContext &context) const {
    const data::Dataset &dataset = *context.dataset();
    plan::Network &network = context.network();
    const data::Part &part = data::shownSamples(dataset);
    const std::vector<Index> samples = evenly(part.samples, mostCodes);
    const Index count = static_cast<Index>(samples.size()), units = network.plan().codeSize(), stride = core::strideOf(dataset.features());
    std::vector<std::int32_t> labels;
    for (const Index sample : samples)
        if (!part.labels.empty())
            labels.push_back(part.labels[static_cast<std::size_t>(sample)]);
    core::Floats codes(units * count), inputs(stride * network.block());
    for (Index first = 0; first < count; first += network.block()) {
        if (isCancelled(context.cancelled()))
            return nullptr;
        const core::View x{inputs.data(), dataset.features(), std::min(network.block(), count - first), stride};
        part.gather(samples.data() + first, x.columns, x);
        const core::ConstView code = network.encode(x);
        for (Index column = 0; column < x.columns; ++column)
            std::copy_n(code.column(column), units, codes.data() + (first + column) * units);
    }
    auto placed = projection->place({{codes.data(), units, count, units}, samples, labels}, latest->picture.get(), context.cancelled());
    if (!placed)
        return nullptr;
    auto picture = std::make_shared<LatentPicture>(std::move(*placed));
    picture->moment = context.moment();
    latest->picture = picture;
    return picture;
}

} // namespace hourglass::analysis
