#include "ui/import/preview_samples.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include "engine/data/generators/generator.h"

namespace hourglass::ui {

namespace {

constexpr core::Index mostSamples = 60, mostNumbers = 1 << 24;
constexpr core::Index largestSide = 192; ///< of a picture: a tile is not half as large
constexpr core::Index mostColumns = 48;  ///< of a table without names: beyond it a row says more as a line

/// Frames of a moving picture, one after another: what a drawn movie is, in either layout.
bool isMovie(const data::Dataset &dataset) {
    const data::Generator *generator = data::findGenerator(dataset.key);
    return generator && generator->kind().find("layout") && (dataset.shape.isImage() || dataset.shape.rank == 2);
}

core::Shape pictureOf(const data::Dataset &dataset) {
    if (dataset.shape.isImage())
        return core::Shape(1, dataset.shape.height(), dataset.shape.width());
    const auto side = static_cast<core::Index>(std::lround(std::sqrt(static_cast<double>(dataset.shape.extents[1]))));
    return core::Shape(1, side, side);
}

/// As a plate that was exposed all the while, what came later the brighter.
void expose(const std::vector<float> &frames, core::Index pixels, float *to) {
    const core::Index count = static_cast<core::Index>(frames.size()) / pixels;
    std::fill(to, to + pixels, 0.0f);
    for (core::Index frame = 0; frame < count; ++frame) {
        const float share = 0.2f + 0.8f * static_cast<float>(frame + 1) / static_cast<float>(count);
        for (core::Index i = 0; i < pixels; ++i)
            to[i] = std::max(to[i], share * frames[static_cast<std::size_t>(frame * pixels + i)]);
    }
}

PreviewKind kindOf(const data::Dataset &dataset) {
    if (arePoints(dataset))
        return PreviewKind::Points;
    if (isMovie(dataset))
        return PreviewKind::Pictures;
    if (dataset.shape.isImage())
        return PreviewKind::Pictures;
    return dataset.shape.rank == 1 && (!dataset.featureNames.empty() || dataset.shape.size() <= mostColumns) ? PreviewKind::Table : PreviewKind::Series;
}

/// Pictures by how many the pixels in a row become one.
core::Index shrinkOf(const data::Dataset &dataset) {
    return dataset.shape.isImage() && !isMovie(dataset) ? (std::max(dataset.shape.width(), dataset.shape.height()) + largestSide - 1) / largestSide : 1;
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
    if (label < 0)
        return {};
    return index < dataset.classNames.size() ? dataset.classNames[index] : std::to_string(label);
}

/// The first samples; of pictures that lie class by class, the first of each class in turn.
std::vector<core::Index> shownSamples(const data::Dataset &dataset, core::Index count) {
    const data::Part &part = dataset.train;
    std::vector<core::Index> shown(static_cast<std::size_t>(count));
    std::iota(shown.begin(), shown.end(), core::Index(0));
    if (!dataset.shape.isImage() || part.labels.empty())
        return shown;
    std::map<std::int32_t, std::vector<core::Index>> first; // of each class as many as could be shown
    for (core::Index sample = 0; sample < part.samples; ++sample)
        if (auto &samples = first[part.labels[static_cast<std::size_t>(sample)]]; static_cast<core::Index>(samples.size()) < count)
            samples.push_back(sample);
    std::set<std::int32_t> among;
    for (const core::Index sample : shown)
        among.insert(part.labels[static_cast<std::size_t>(sample)]);
    if (among.size() == std::min(first.size(), shown.size()))
        return shown;
    shown.clear();
    for (std::size_t turn = 0; static_cast<core::Index>(shown.size()) < count; ++turn)
        for (const auto &[label, samples] : first)
            if (turn < samples.size() && static_cast<core::Index>(shown.size()) < count)
                shown.push_back(samples[turn]);
    return shown;
}

} // namespace

PreviewSamples previewOf(const data::Dataset &dataset) {
    PreviewSamples preview;
    preview.kind = kindOf(dataset);
    preview.shape = dataset.shape;
    preview.featureNames = dataset.featureNames;
    preview.offsets = dataset.offsets;
    const data::Part &part = dataset.train;
    const core::Index features = dataset.features();
    const core::Index count = std::min({part.samples, mostSamples, std::max<core::Index>(1, mostNumbers / std::max<core::Index>(1, features))});
    preview.samples = static_cast<int>(count);
    const core::Index by = shrinkOf(dataset);
    if (by > 1)
        preview.shape =
            core::Shape(dataset.shape.channels(), std::max<core::Index>(1, dataset.shape.height() / by), std::max<core::Index>(1, dataset.shape.width() / by));
    const bool isExposed = isMovie(dataset);
    if (isExposed)
        preview.shape = pictureOf(dataset);
    preview.values.resize(static_cast<std::size_t>(count * preview.shape.size()));
    std::vector<float> whole(static_cast<std::size_t>(features));
    float *next = preview.values.data();
    for (const core::Index sample : shownSamples(dataset, count)) {
        part.copySample(sample, whole.data());
        float *to = std::exchange(next, next + preview.shape.size());
        if (isExposed)
            expose(whole, preview.shape.size(), to);
        else if (by > 1)
            shrink(whole, dataset.shape, by, preview.shape, to);
        else
            std::copy(whole.begin(), whole.end(), to);
        if (!part.labels.empty()) {
            const std::int32_t label = part.labels[static_cast<std::size_t>(sample)];
            preview.classes.push_back(label);
            preview.labels.push_back(labelText(dataset, label));
        }
    }
    if (preview.kind == PreviewKind::Points)
        preview.points = pointCloudOf(dataset);
    if (!dataset.isWithinUnit && !preview.values.empty()) {
        const auto [lowest, highest] = std::minmax_element(preview.values.begin(), preview.values.end());
        preview.lowest = *lowest;
        preview.highest = *highest;
    }
    return preview;
}

} // namespace hourglass::ui
