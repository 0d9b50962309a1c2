#include "engine/data/chosen_samples.h"

#include <algorithm>
#include <string>

namespace hourglass::data {

namespace {

constexpr Index betweenReports = 256; // samples

/// A name that no factor has yet.
std::string numberName(const Dataset &dataset) {
    std::string name = "sample";
    while (std::find(dataset.factorNames.begin(), dataset.factorNames.end(), name) != dataset.factorNames.end())
        name += '_';
    return name;
}

/// All but the samples.
Dataset emptyLike(const Dataset &dataset) {
    Dataset result;
    result.key = dataset.key;
    result.title = dataset.title;
    result.origin = dataset.origin;
    result.shape = dataset.shape;
    result.classNames = dataset.classNames;
    result.featureNames = dataset.featureNames;
    result.featureKinds = dataset.featureKinds;
    result.offsets = dataset.offsets;
    result.factorNames = dataset.factorNames;
    result.factorNames.push_back(numberName(dataset));
    result.factorWords = dataset.factorWords;
    if (!result.factorWords.empty())
        result.factorWords.emplace_back();
    if (!dataset.factorPeriods.empty()) {
        result.factorPeriods = dataset.factorPeriods;
        result.factorPeriods.push_back(0.0f);
    }
    result.groupNames = dataset.groupNames;
    result.isWithinUnit = dataset.isWithinUnit;
    result.originalRange = dataset.originalRange;
    result.range = dataset.originalRange;
    result.fileLayout = dataset.fileLayout;
    return result;
}

void appendWhatIsKnown(Part &to, const Dataset &dataset, const SampleId &id) {
    const Part &from = partOf(dataset, id.part);
    const auto at = static_cast<std::size_t>(id.sample);
    const std::size_t factors = dataset.factorNames.size();
    if (!dataset.classNames.empty())
        to.labels.push_back(from.labels.empty() ? -1 : from.labels[at]);
    if (!dataset.groupNames.empty())
        to.groups.push_back(from.groups[at]);
    to.factors.insert(to.factors.end(), from.factors.begin() + static_cast<std::ptrdiff_t>(at * factors),
                      from.factors.begin() + static_cast<std::ptrdiff_t>((at + 1) * factors));
    to.factors.push_back(static_cast<float>(numberOf(dataset, id)));
    to.sourceIndex.push_back(numberOf(dataset, id));
}

} // namespace

core::Result<Dataset> chosenSamples(const Dataset &dataset, const std::vector<SampleId> &samples, const Progress &progress) {
    Dataset result = emptyLike(dataset);
    Part &part = result.train;
    const Index features = dataset.features();
    part.samples = static_cast<Index>(samples.size());
    part.features = features;
    const bool areBytes =
        !dataset.scaling && std::all_of(samples.begin(), samples.end(), [&dataset](const SampleId &id) { return partOf(dataset, id.part).holdsBytes(); });
    std::vector<float> numbers(static_cast<std::size_t>(features));
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const SampleId &id = samples[i];
        const Part &from = partOf(dataset, id.part);
        if (static_cast<Index>(i) % betweenReports == 0) {
            if (progress.isCancelled())
                return core::Error{"writing was cancelled", dataset.title, {}};
            progress.tell(static_cast<double>(i) / static_cast<double>(samples.size()), "Reading");
        }
        if (areBytes) {
            const auto first = from.bytes.begin() + static_cast<std::ptrdiff_t>(id.sample * features);
            part.bytes.insert(part.bytes.end(), first, first + static_cast<std::ptrdiff_t>(features));
        } else {
            from.copySample(id.sample, numbers.data());
            dataset.invert(from, id.sample, numbers.data(), numbers.data());
            part.floats.insert(part.floats.end(), numbers.begin(), numbers.end());
        }
        appendWhatIsKnown(part, dataset, id);
    }
    if (auto failure = dataset.failure())
        return *failure;
    return result;
}

} // namespace hourglass::data
