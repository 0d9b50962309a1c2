#include "engine/data/readers/array_offers.h"

#include <algorithm>

namespace hourglass::data {

using core::Index;

namespace {

constexpr std::size_t mostOffers = 3; ///< of one setting

bool isTaken(int array, const ArrayChoice &choice) {
    for (const PartChoice &part : {choice.train, choice.validation, choice.test})
        if (array == part.samples || array == part.labels || array == part.groups)
            return true;
    return false;
}

std::string sizeOf(const NamedArray &array) {
    std::string text;
    for (const Index extent : array.extents)
        text += (text.empty() ? "" : " × ") + std::to_string(extent);
    return text;
}

/// Whether it may be the samples of a training part, by its name and rank.
bool mayBeSamples(const NamedArray &array) {
    const ArrayName name = parseArrayName(array.name);
    return !array.isText && array.rank() > 1 && array.extents[0] > 1 && array.extents[1] > 1 && !name.isLabels && !name.isGroups &&
           (name.part == ArrayName::Part::None || name.part == ArrayName::Part::Train);
}

/// How many classes an array gives the samples; 0: none that are worth an offer.
std::size_t classesOf(const ArraySet &set, int number, Index samples, const Progress &progress) {
    const NamedArray &array = set.arrays()[static_cast<std::size_t>(number)];
    const bool isColumn = array.rank() == 1 || (array.rank() == 2 && array.extents[1] == 1);
    if (!isColumn || array.extents[0] != samples)
        return 0;
    if (array.isText) {
        const auto words = set.readWords(number, progress);
        return words && !words->labels.empty() ? words->names.size() : 0;
    }
    const auto numbers = set.read(number, progress);
    const auto classes = numbers ? classesIn(*numbers, samples) : core::Result<ClassLabels>(numbers.error());
    return classes && !classes->labels.empty() ? classes->names.size() : 0;
}

} // namespace

void offerArrays(const ArraySet &set, const ArrayChoice &choice, const ReadOrder &order, Index samples, ReadReport &report) {
    const auto count = static_cast<int>(set.arrays().size());
    const bool areNamed = parseArrayName(set.arrays()[static_cast<std::size_t>(choice.train.samples)].name).isSamples;
    std::vector<Doubt> others, classes;
    for (int i = 0; i < count; ++i) {
        const NamedArray &array = set.arrays()[static_cast<std::size_t>(i)];
        if (isTaken(i, choice))
            continue;
        if (textOption(order, "array").empty() && others.size() < mostOffers && mayBeSamples(array) && (!areNamed || parseArrayName(array.name).isSamples))
            others.push_back({array.name + " (" + sizeOf(array) + ") may be the samples as well.", "array", array.name, "Read " + array.name});
        if (!textOption(order, "labels").empty() || choice.train.labels >= 0 || classes.size() == mostOffers)
            continue;
        if (const std::size_t different = classesOf(set, i, samples, order.progress); different > 1 && static_cast<Index>(different) * 2 <= samples)
            classes.push_back({array.name + " holds " + std::to_string(different) + (array.isText ? " words" : " numbers") +
                                   " that come again, one for each sample, and may be their class.",
                               "labels", array.name, array.name + " is the class"});
    }
    report.doubts.insert(report.doubts.end(), others.begin(), others.end());
    report.doubts.insert(report.doubts.end(), classes.begin(), classes.end());
}

} // namespace hourglass::data
