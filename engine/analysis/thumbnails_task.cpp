#include "engine/analysis/thumbnails_task.h"

#include <algorithm>

#include "engine/analysis/feature_spans.h"
#include "engine/analysis/sample_blocks.h"
#include "engine/data/shown_part.h"

namespace hourglass::analysis {

namespace {

using Kind = ThumbnailPictures::Kind;

constexpr Index mostColumns = 48; ///< without names more are a curve, as the sheet of data has it

Kind kindOf(const data::Dataset &dataset) {
    if (dataset.shape.isImage())
        return Kind::Image;
    const bool isTable = dataset.shape.rank == 1 && (!dataset.featureNames.empty() || dataset.features() <= mostColumns);
    return isTable ? Kind::Table : Kind::Series;
}

/// How many rows and columns of numbers a sample is, and which of them become one.
struct Reduction {
    core::Shape from, to; ///< channels × height × width; what is no image has one channel
    Index down = 1, across = 1;

    static Reduction of(const core::Shape &sample, Kind kind) {
        const auto factorFor = [](Index count, Index most) { return std::max<Index>(1, (count + most - 1) / most); };
        Reduction result;
        if (kind == Kind::Image) {
            result.from = sample;
            const Index factor = factorFor(std::max(sample.height(), sample.width()), ThumbnailsTask::mostSide);
            result.down = std::min(factor, sample.height());
            result.across = std::min(factor, sample.width());
        } else if (kind == Kind::Series) {
            const Index channels = sample.rank == 2 ? sample.extents[1] : 1;
            result.from = core::Shape(1, sample.size() / channels, channels);
            result.down = factorFor(result.from.height(), ThumbnailsTask::mostSide);
            result.across = factorFor(channels, ThumbnailsTask::mostChannels);
        } else {
            result.from = core::Shape(1, 1, sample.size());
            result.across = factorFor(sample.size(), ThumbnailsTask::mostFeatures);
        }
        result.to = core::Shape(result.from.channels(), result.from.height() / result.down, result.from.width() / result.across);
        return result;
    }

    /// The mean of each block of down × across numbers, in each channel; what does not fill a block at the right and below is left out.
    void apply(const float *sample, float *reduced) const {
        for (Index channel = 0; channel < to.channels(); ++channel)
            for (Index row = 0; row < to.height(); ++row)
                for (Index column = 0; column < to.width(); ++column) {
                    double sum = 0;
                    for (Index y = 0; y < down; ++y)
                        for (Index x = 0; x < across; ++x)
                            sum += static_cast<double>(sample[(channel * from.height() + row * down + y) * from.width() + column * across + x]);
                    reduced[(channel * to.height() + row) * to.width() + column] = static_cast<float>(sum / static_cast<double>(down * across));
                }
    }

    core::Shape shown(Kind kind) const {
        return kind == Kind::Image ? to : kind == Kind::Series ? core::Shape(to.height(), to.width()) : core::Shape(to.width());
    }
};

} // namespace

std::shared_ptr<const ThumbnailPictures> ThumbnailsTask::run(TaskContext &context) const {
    const data::Dataset &dataset = *context.dataset();
    const data::Part &part = data::shownSamples(dataset);
    const Kind kind = kindOf(dataset);
    const Reduction reduction = Reduction::of(dataset.shape, kind);
    auto pictures = std::make_shared<ThumbnailPictures>();
    pictures->areReconstructions = areReconstructions;
    for (const Index sample : samples)
        if (sample >= 0 && sample < part.samples)
            pictures->samples.push_back(sample);
    if (latest->dataset != context.dataset())
        *latest = {context.dataset(), nullptr, kind == Kind::Image ? std::vector<core::Range>() : featureSpans(dataset, part, reduction.from.width())};
    if (!areReconstructions && latest->pictures && latest->pictures->samples == pictures->samples)
        return latest->pictures;
    pictures->moment = context.moment();
    pictures->kind = kind;
    pictures->shape = reduction.shown(kind);
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
            for (std::size_t feature = 0; kind != Kind::Image && feature < original.size(); ++feature)
                original[feature] = shareOf(original[feature], latest->spans[feature % latest->spans.size()]);
            reduction.apply(original.data(), pictures->values.data() + (first + column) * pictures->shape.size());
        }
    }
    if (!areReconstructions)
        latest->pictures = pictures;
    return pictures;
}

} // namespace hourglass::analysis
