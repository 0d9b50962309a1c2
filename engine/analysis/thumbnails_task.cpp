#include "engine/analysis/thumbnails_task.h"

#include <algorithm>

#include "engine/analysis/sample_blocks.h"
#include "engine/data/shown_part.h"

namespace hourglass::analysis {

namespace {

/// The mean of each block of factor × factor pixels, in each channel; what does not fill a block at the right and below is left out.
void reduce(const float *image, const core::Shape &from, Index factor, const core::Shape &to, float *reduced) {
    for (Index channel = 0; channel < to.channels(); ++channel)
        for (Index row = 0; row < to.height(); ++row)
            for (Index column = 0; column < to.width(); ++column) {
                double sum = 0;
                for (Index y = 0; y < factor; ++y)
                    for (Index x = 0; x < factor; ++x)
                        sum += image[(channel * from.height() + row * factor + y) * from.width() + column * factor + x];
                reduced[(channel * to.height() + row) * to.width() + column] = static_cast<float>(sum / static_cast<double>(factor * factor));
            }
}

} // namespace

std::shared_ptr<const ThumbnailPictures> ThumbnailsTask::run(TaskContext &context) const {
    const data::Dataset &dataset = *context.dataset();
    const data::Part &part = data::shownSamples(dataset);
    if (!dataset.shape.isImage())
        return nullptr;
    auto pictures = std::make_shared<ThumbnailPictures>();
    pictures->areReconstructions = areReconstructions;
    for (const Index sample : samples)
        if (sample >= 0 && sample < part.samples)
            pictures->samples.push_back(sample);
    if (!areReconstructions && latest->dataset == context.dataset() && latest->pictures->samples == pictures->samples)
        return latest->pictures;
    const Index factor = std::max<Index>(1, (std::max(dataset.shape.height(), dataset.shape.width()) + mostSide - 1) / mostSide);
    pictures->moment = context.moment();
    pictures->shape =
        core::Shape(dataset.shape.channels(), std::max<Index>(1, dataset.shape.height() / factor), std::max<Index>(1, dataset.shape.width() / factor));
    pictures->range = dataset.originalRange;
    pictures->values.resize(pictures->samples.size() * static_cast<std::size_t>(pictures->shape.size()));
    const Index features = dataset.features(), count = static_cast<Index>(pictures->samples.size()), stride = core::strideOf(features);
    const Index block = areReconstructions ? context.network().block() : TaskContext::block;
    core::Floats inputs(stride * block);
    std::vector<float> original(static_cast<std::size_t>(features));
    for (Index first = 0; first < count; first += block) {
        if (isCancelled(context.cancelled()))
            return nullptr;
        const core::View x{inputs.data(), features, std::min(block, count - first), stride};
        part.gather(pictures->samples.data() + first, x.columns, x);
        const core::ConstView shown = areReconstructions ? context.network().reconstruct(x) : core::ConstView(x);
        for (Index column = 0; column < x.columns; ++column) {
            dataset.invert(part, pictures->samples[static_cast<std::size_t>(first + column)], shown.column(column), original.data());
            float *reduced = pictures->values.data() + (first + column) * pictures->shape.size();
            if (factor == 1)
                std::copy(original.begin(), original.end(), reduced);
            else
                reduce(original.data(), dataset.shape, factor, pictures->shape, reduced);
        }
    }
    if (!areReconstructions)
        *latest = {context.dataset(), pictures};
    return pictures;
}

} // namespace hourglass::analysis
