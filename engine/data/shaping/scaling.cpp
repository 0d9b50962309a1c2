#include "engine/data/shaping/scaling.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/data/shaping/affine_scaling.h"
#include "engine/data/shaping/kinds.h"
#include "engine/data/shaping/unit_norm.h"
#include "engine/data/shaping/whitening.h"

namespace hourglass::data {

namespace {

constexpr Index floatsAtOnce = Index{1} << 18, largeBytes = Index{1} << 26;

/// Scaled in place where floats stand; bytes become floats, or are scaled whenever they are read where that is the same.
bool scalePart(Part &part, const std::shared_ptr<const Scaling> &scaling, const Progress &progress) {
    if (part.floats.empty() && scaling->isAffine()) {
        part.scaling = scaling;
        return true;
    }
    if (part.floats.empty()) {
        std::vector<float> floats(static_cast<std::size_t>(part.samples * part.features));
        for (Index i = 0; i < part.samples; ++i)
            part.copySample(i, floats.data() + i * part.features);
        part.floats = std::move(floats);
        part.bytes = {};
    }
    if (scaling->takesLengths())
        part.lengths.resize(static_cast<std::size_t>(part.samples));
    const Index most = std::max<Index>(1, floatsAtOnce / part.features);
    for (Index first = 0; first < part.samples; first += most) {
        if (progress.isCancelled())
            return false;
        scaling->apply(part.floats.data() + first * part.features, std::min(most, part.samples - first),
                       part.lengths.empty() ? nullptr : part.lengths.data() + first);
        progress.tell(static_cast<double>(first) / static_cast<double>(part.samples), "Scaling");
    }
    return true;
}

/// What the part's numbers reach, joined to `range`. False where one is not finite or it was cancelled.
bool widen(core::Range &range, const Part &part, const Progress &progress) {
    bool isFinite = true;
    return visitSamples(part, progress,
                        [&](Index, const float *sample) {
                            for (Index f = 0; f < part.features; ++f) {
                                isFinite = isFinite && std::isfinite(sample[f]);
                                range.lowest = std::min(range.lowest, sample[f]);
                                range.highest = std::max(range.highest, sample[f]);
                            }
                        }) &&
           isFinite;
}

constexpr core::Range nothing{std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity()};

/// The range that pictures are shown in: 0 to 1 where that holds all, else that of the training part.
core::Range shownRange(const Dataset &dataset, const Progress &progress) {
    core::Range range = nothing;
    if (dataset.isWithinUnit || dataset.train.isEmpty() || !widen(range, dataset.train, progress) || !(range.highest > range.lowest))
        return {};
    return range;
}

void remarkOnMemory(Dataset &dataset) {
    Index numbers = 0;
    for (const Part *part : {&dataset.train, &dataset.validation, &dataset.test})
        numbers += part->holdsBytes() ? part->samples * part->features : 0;
    constexpr auto size = static_cast<Index>(sizeof(float));
    if (numbers * size > largeBytes)
        dataset.report.remarks.push_back("The scaled samples are no bytes any more and take " + std::to_string(numbers * size / 1'000'000) + " MB instead of " +
                                         std::to_string(numbers / 1'000'000) + " MB.");
}

} // namespace

core::Result<std::shared_ptr<const Scaling>> fitScaling(const Dataset &dataset, const spec::Component &scaling, const Progress &progress,
                                                        std::vector<std::string> &remarks) {
    using Fitted = std::shared_ptr<const Scaling>;
    if (scaling.kind == "unit" || dataset.train.isEmpty())
        return Fitted();
    const std::vector<spec::Kind> kinds = scalingKinds();
    const spec::Kind &kind = *spec::find(kinds, scaling.kind);
    if (scaling.kind == "whiten")
        return fitWhitening(dataset, spec::choiceOf(scaling, kind, "axes") == "features", progress, remarks);
    const Fitted fitted = scaling.kind == "unit_norm" ? fitUnitNorm(dataset, progress, remarks)
                                                      : fitAffine(dataset, scaling.kind, spec::choiceOf(scaling, kind, "by") == "whole", progress, remarks);
    if (!fitted)
        return cancelledError(dataset.key);
    return fitted;
}

namespace {

constexpr Index fewSamples = 10'000, fewFloats = Index{1} << 24;

/// Samples of the part at equal distances, in memory.
Part fewOf(const Part &part) {
    Part few;
    few.features = part.features;
    few.samples = std::min({part.samples, fewSamples, std::max<Index>(1, fewFloats / part.features)});
    few.floats.resize(static_cast<std::size_t>(few.samples * few.features));
    for (Index i = 0; i < few.samples; ++i)
        part.copySample(i * part.samples / few.samples, few.floats.data() + i * few.features);
    return few;
}

/// What stays in its file is scaled whenever it is read, by what some of it says.
std::optional<core::Error> scaleInFile(Dataset &dataset, const spec::Component &scaling, const Progress &progress) {
    if (scaling.kind == "unit_norm" || scaling.kind == "whiten")
        return core::Error{scaling.kind + " is of whole samples, and those of " + dataset.title + " stay in their file", "data.scaling",
                           "Choose range, standardise or robust, or set data.options.storage to memory."};
    Dataset few{.key = dataset.key,
                .title = dataset.title,
                .shape = dataset.shape,
                .train = fewOf(dataset.train),
                .validation = fewOf(dataset.validation),
                .test = fewOf(dataset.test),
                .featureNames = dataset.featureNames,
                .offsets = dataset.offsets,
                .isWithinUnit = dataset.isWithinUnit};
    const Index seen = few.train.samples;
    if (auto error = scale(few, scaling, progress))
        return error;
    std::vector<std::string> &remarks = dataset.report.remarks;
    remarks.insert(remarks.end(), few.report.remarks.begin(), few.report.remarks.end());
    dataset.scaling = few.scaling;
    dataset.range = few.range;
    dataset.originalRange = few.originalRange;
    dataset.isWithinUnit = few.isWithinUnit;
    if (!dataset.scaling)
        return {};
    remarks.push_back("The scaling was fitted to " + std::to_string(seen) + " of the " + std::to_string(dataset.train.samples) +
                      " training samples, which stay in their file.");
    for (Part *part : {&dataset.train, &dataset.validation, &dataset.test})
        if (!part->isEmpty() && !scalePart(*part, dataset.scaling, progress))
            return cancelledError(dataset.key);
    return {};
}

} // namespace

std::optional<core::Error> scale(Dataset &dataset, const spec::Component &scaling, const Progress &progress) {
    if (dataset.train.file || dataset.validation.file || dataset.test.file)
        return scaleInFile(dataset, scaling, progress);
    dataset.originalRange = dataset.range = shownRange(dataset, progress);
    const auto fitted = fitScaling(dataset, scaling, progress.between(0, 0.5), dataset.report.remarks);
    if (!fitted)
        return fitted.error();
    dataset.scaling = *fitted;
    if (!dataset.scaling)
        return {};
    if (!dataset.scaling->isAffine())
        remarkOnMemory(dataset);
    core::Range all = nothing;
    double begin = 0.5;
    for (Part *part : {&dataset.train, &dataset.validation, &dataset.test}) {
        const bool isScaled = part->isEmpty() || (scalePart(*part, dataset.scaling, progress.between(begin, begin + 0.15)) && widen(all, *part, progress));
        if (progress.isCancelled())
            return cancelledError(dataset.key);
        if (!isScaled)
            return core::Error{"scaled by " + scaling.kind + ", a number of " + dataset.title + " is too large for float", "data.scaling",
                               "Choose another scaling, or look for wild values in the data."};
        if (part == &dataset.train)
            dataset.range = all;
        begin += 0.15;
    }
    dataset.isWithinUnit = all.lowest >= 0.0f && all.highest <= 1.0f;
    return {};
}

} // namespace hourglass::data
