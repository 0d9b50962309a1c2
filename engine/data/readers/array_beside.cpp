#include "engine/data/readers/array_beside.h"

#include <algorithm>
#include <utility>

#include "engine/data/readers/array_missing.h"

namespace hourglass::data {

using core::Result;

std::vector<spec::Setting> besideSettings() {
    return {
        {.key = "labels",
         .label = "Labels",
         .help =
             "Whole numbers or words, one a sample, or one-hot: the name of the array, or none. Where nothing is said they are found by their name (y_train for X_train).",
         .kind = spec::SettingKind::Text,
         .fallback = std::string()},
        {.key = "validation",
         .label = "Validation part",
         .help =
             "Further samples to watch while training: the name of the array, or none. Where nothing is said they are found by their name (X_val for X_train).",
         .kind = spec::SettingKind::Text,
         .fallback = std::string()},
        {.key = "test",
         .label = "Test part",
         .help = "Further samples to test with: the name of the array, or none. Where nothing is said they are found by their name (X_test for X_train).",
         .kind = spec::SettingKind::Text,
         .fallback = std::string()},
        missingSetting()};
}

Result<ArrayChoice> chooseByOptions(ArraySet &set, int samples, const ReadOrder &order) {
    ArrayChoice choice{.train = {.samples = samples}};
    const std::string labels = textOption(order, "labels"), validation = textOption(order, "validation"), test = textOption(order, "test");
    for (const auto &[text, array] :
         {std::pair{&labels, &choice.train.labels}, std::pair{&validation, &choice.validation.samples}, std::pair{&test, &choice.test.samples}}) {
        if (text->empty() || *text == "none")
            continue;
        const auto found = set.find(*text);
        if (!found)
            return found.error();
        *array = *found;
    }
    const ArrayChoice beside = chooseBeside(set.arrays(), samples);
    if (labels.empty())
        choice.train.labels = beside.train.labels;
    choice.train.groups = beside.train.groups;
    if (validation.empty())
        choice.validation = beside.validation;
    if (test.empty())
        choice.test = beside.test;
    for (PartChoice *part : {&choice.validation, &choice.test})
        if (part->samples >= 0)
            *part = chooseColumns(set.arrays(), part->samples);
    if (labels == "none")
        choice.validation.labels = choice.test.labels = -1;
    return choice;
}

void sayUnread(const ArraySet &set, const ArrayChoice &choice, const std::vector<int> &described, ReadReport &report) {
    constexpr std::size_t mostNamed = 20;
    std::string names;
    std::size_t count = 0;
    for (int array = 0; array < static_cast<int>(set.arrays().size()); ++array) {
        bool isTaken = std::find(described.begin(), described.end(), array) != described.end();
        for (const PartChoice &part : {choice.train, choice.validation, choice.test})
            isTaken = isTaken || array == part.samples || array == part.labels || array == part.groups;
        const auto isToldOf = [name = set.nameOf(array) + " is left out: "](const std::string &remark) { return remark.starts_with(name); };
        if (isTaken || std::any_of(report.remarks.begin(), report.remarks.end(), isToldOf))
            continue;
        if (count++ < mostNamed)
            names += (names.empty() ? "" : ", ") + set.nameOf(array);
    }
    if (count > 0)
        report.remarks.push_back(names + (count > mostNamed ? " and " + std::to_string(count - mostNamed) + " more" : std::string()) +
                                 (count == 1 ? " is" : " are") + " not read.");
}

} // namespace hourglass::data
