#include "ui/data/preview_samples.h"

#include <algorithm>

namespace hourglass::ui {

namespace {

constexpr core::Index mostSamples = 60, mostNumbers = 1 << 24;
constexpr core::Index largestSide = 192; ///< of a picture: a tile is not half as large
constexpr core::Index mostColumns = 48; ///< of a table without names: beyond it a row says more as a line

PreviewKind kindOf(const data::Dataset &dataset) {
    if (dataset.shape.isImage())
        return PreviewKind::Pictures;
    return dataset.shape.rank == 1 && (!dataset.featureNames.empty() || dataset.shape.size() <= mostColumns) ? PreviewKind::Table : PreviewKind::Series;
}

/// Pictures by how many the pixels in a row become one.
core::Index shrinkOf(const data::Dataset &dataset) {
    return dataset.shape.isImage() ? (std::max(dataset.shape.width(), dataset.shape.height()) + largestSide - 1) / largestSide : 1;
}

/// Means of squares of `by` pixels; what is left at the edges is left out.
void shrink(const std::vector<float> &from, const core::Shape &shape, core::Index by, const core::Shape &small, float *to) {
    for (core::Index channel = 0; channel < small.channels(); ++channel)
        for (core::Index y = 0; y < small.height(); ++y)
            for (core::Index x = 0; x < small.width(); ++x) {
                float sum = 0;
                for (core::Index dy = 0; dy < by; ++dy)
                    for (core::Index dx = 0; dx < by; ++dx) {
                        const core::Index row = std::min(y * by + dy, shape.height() - 1), column = std::min(x * by + dx, shape.width() - 1);
                        sum += from[static_cast<std::size_t>((channel * shape.height() + row) * shape.width() + column)];
                    }
                *to++ = sum / static_cast<float>(by * by);
            }
}

std::string labelText(const data::Dataset &dataset, std::int32_t label) {
    const auto index = static_cast<std::size_t>(label);
    return label >= 0 && index < dataset.classNames.size() ? dataset.classNames[index] : std::to_string(label);
}

} // namespace

PreviewSamples previewOf(const data::Dataset &dataset) {
    PreviewSamples preview;
    preview.kind = kindOf(dataset);
    preview.shape = dataset.shape;
    preview.featureNames = dataset.featureNames;
    const data::Part &part = dataset.train;
    const core::Index features = dataset.features();
    const core::Index count = std::min({part.samples, mostSamples, std::max<core::Index>(1, mostNumbers / std::max<core::Index>(1, features))});
    preview.samples = static_cast<int>(count);
    const core::Index by = shrinkOf(dataset);
    if (by > 1)
        preview.shape = core::Shape(dataset.shape.channels(), std::max<core::Index>(1, dataset.shape.height() / by), std::max<core::Index>(1, dataset.shape.width() / by));
    preview.values.resize(static_cast<std::size_t>(count * preview.shape.size()));
    std::vector<float> whole(static_cast<std::size_t>(features));
    for (core::Index sample = 0; sample < count; ++sample) {
        part.copySample(sample, whole.data());
        float *to = preview.values.data() + sample * preview.shape.size();
        if (by > 1)
            shrink(whole, dataset.shape, by, preview.shape, to);
        else
            std::copy(whole.begin(), whole.end(), to);
        if (!part.labels.empty()) {
            const std::int32_t label = part.labels[static_cast<std::size_t>(sample)];
            preview.classes.push_back(label);
            preview.labels.push_back(labelText(dataset, label));
        }
    }
    if (!dataset.isWithinUnit && !preview.values.empty()) {
        const auto [lowest, highest] = std::minmax_element(preview.values.begin(), preview.values.end());
        preview.lowest = *lowest;
        preview.highest = *highest;
    }
    return preview;
}

} // namespace hourglass::ui
