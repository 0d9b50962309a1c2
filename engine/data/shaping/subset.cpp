#include "engine/data/shaping/subset.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>
#include <vector>

#include "engine/data/part_cut.h"
#include "engine/data/shaping/class_list.h"
#include "engine/data/shaping/kinds.h"
#include "engine/data/shaping/split.h"

namespace hourglass::data {

namespace {

const char *const classesPlace = "data.subset.classes";

void keepClasses(Part &part, const std::set<std::int32_t> &labels) {
    std::vector<bool> isOther(static_cast<std::size_t>(part.samples));
    for (std::size_t i = 0; i < part.labels.size(); ++i)
        isOther[i] = !labels.contains(part.labels[i]);
    takeOut(part, isOther);
}

void keepSamples(Part &part, const std::string &kind, Index wanted, std::uint64_t seed) {
    std::vector<bool> isLeft(static_cast<std::size_t>(part.samples));
    std::vector<Index> deck(isLeft.size());
    std::iota(deck.begin(), deck.end(), Index{0});
    if (kind == "first")
        std::fill(isLeft.begin() + wanted, isLeft.end(), true);
    else
        draw(std::move(deck), wanted, seed, SplitOff::Subset, 0, isLeft);
    if (kind == "random")
        isLeft.flip(); // drawn are those that stay
    takeOut(part, isLeft);
}

/// Samples without a class are left out.
void keepPerClass(Dataset &dataset, Index wanted, std::uint64_t seed) {
    std::map<std::int32_t, std::vector<Index>> classes;
    for (Index i = 0; i < dataset.train.samples; ++i)
        if (const std::int32_t label = dataset.train.labels[static_cast<std::size_t>(i)]; label >= 0)
            classes[label].push_back(i);
    std::vector<bool> isTaken(static_cast<std::size_t>(dataset.train.samples));
    for (auto &[label, samples] : classes) {
        const auto there = static_cast<Index>(samples.size());
        if (there < wanted)
            dataset.report.remarks.push_back("The subset asks for " + std::to_string(wanted) + " samples of each class; " +
                                             dataset.classNames[static_cast<std::size_t>(label)] + " has " + std::to_string(there) +
                                             (there == 1 ? ", which was taken." : ", which were all taken."));
        draw(std::move(samples), std::min(wanted, there), seed, SplitOff::Subset, 1 + static_cast<std::uint64_t>(label), isTaken);
    }
    isTaken.flip();
    takeOut(dataset.train, isTaken);
}

} // namespace

std::optional<core::Error> takeSubset(Dataset &dataset, const spec::Component &subset, std::uint64_t seed) {
    const std::vector<spec::Kind> kinds = subsetKinds();
    const spec::Kind &kind = *spec::find(kinds, subset.kind);
    const auto labels = labelsOf(spec::choiceOf(subset, kind, "classes"), dataset, classesPlace);
    if (!labels)
        return labels.error();
    numberOwnParts(dataset); // behind the training file, of which samples may be missing from now on
    if (!labels->empty()) {
        keepClasses(dataset.train, *labels);
        for (Part *part : {&dataset.validation, &dataset.test})
            if (!part->labels.empty())
                keepClasses(*part, *labels);
        if (dataset.train.isEmpty())
            return core::Error{"no training sample of " + dataset.title + " belongs to these classes", classesPlace, "Name others, or leave it empty for all."};
    }
    if (subset.kind == "all")
        return {};
    if (subset.kind == "per_class") {
        if (dataset.train.labels.empty())
            return core::Error{"samples of each class are to be taken, and " + dataset.title + " has no labels", "data.subset", "Choose random or first."};
        keepPerClass(dataset, spec::integerOf(subset, kind, "samples"), seed);
        return {};
    }
    const Index wanted = spec::integerOf(subset, kind, "samples"), there = dataset.train.samples;
    if (wanted < there)
        keepSamples(dataset.train, subset.kind, wanted, seed);
    else if (wanted > there)
        dataset.report.remarks.push_back("The subset asks for " + std::to_string(wanted) + " samples; all " + std::to_string(there) + " there are were taken.");
    return {};
}

} // namespace hourglass::data
