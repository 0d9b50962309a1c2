#include "engine/data/readers/array_labels.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "engine/data/natural_order.h"
#include "engine/data/readers/array_choice.h"
#include "engine/spec/wording.h"

namespace hourglass::data {

using core::Error;
using core::Index;
using core::Result;

namespace {

float at(const Array &array, std::size_t i) {
    return array.bytes.empty() ? array.floats[i] : static_cast<float>(array.bytes[i]);
}

std::optional<double> numberIn(const std::string &text) {
    double number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    return problem == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

bool nameComesBefore(const std::string &a, const std::string &b) {
    const auto first = numberIn(a), second = numberIn(b);
    return first && second && *first != *second ? *first < *second : comesBefore(a, b);
}

/// The column of the only 1 among zeros in each row; nothing where a row has another look.
std::optional<ClassLabels> oneHot(const Array &array) {
    const auto columns = static_cast<std::size_t>(array.extents[1]);
    ClassLabels classes;
    std::vector<std::int32_t> numbers(columns, -1);
    for (std::size_t row = 0; row < static_cast<std::size_t>(array.count()); ++row) {
        std::size_t one = columns;
        for (std::size_t column = 0; column < columns; ++column) {
            const float value = at(array, row * columns + column);
            if ((value != 0.0f && value != 1.0f) || (value == 1.0f && one != columns))
                return {};
            one = value == 1.0f ? column : one;
        }
        if (one == columns)
            return {};
        if (numbers[one] < 0) {
            numbers[one] = static_cast<std::int32_t>(classes.names.size());
            classes.names.push_back(std::to_string(one));
        }
        classes.labels.push_back(numbers[one]);
    }
    return classes;
}

/// Classes whose numbers floats merged.
std::optional<Error> obstacleToClasses(const std::map<float, std::int32_t> &numbers, const Array &array) {
    constexpr float firstMerged = 0x1p24f; // beyond which floats leave whole numbers out
    if (std::find(array.isRounded.begin(), array.isRounded.end(), 1) == array.isRounded.end() || numbers.empty() ||
        std::max(std::abs(numbers.begin()->first), std::abs(numbers.rbegin()->first)) < firstMerged)
        return {};
    return Error{"the labels go beyond 16 777 216, where single precision takes different whole numbers for the same", array.name,
                 "Number the classes from 0: numpy.unique(y, return_inverse=True)[1]; or set data.options.labels to none."};
}

/// The names of all parts in their order, and each part's labels numbered by it.
std::vector<std::string> join(std::vector<std::pair<PartKind, ClassLabels>> &parts) {
    std::set<std::string> all;
    for (const auto &[kind, classes] : parts)
        all.insert(classes.names.begin(), classes.names.end());
    std::vector<std::string> names(all.begin(), all.end());
    std::sort(names.begin(), names.end(), nameComesBefore);
    std::map<std::string, std::int32_t> numbers;
    for (const std::string &name : names)
        numbers.emplace(name, static_cast<std::int32_t>(numbers.size()));
    for (auto &[kind, classes] : parts)
        for (std::int32_t &label : classes.labels)
            label = label < 0 ? -1 : numbers[classes.names[static_cast<std::size_t>(label)]];
    return names;
}

} // namespace

bool areClasses(std::size_t different, std::size_t count) {
    constexpr std::size_t few = 30, share = 3;
    return different <= few || (different <= mostClasses && different * share <= count);
}

Result<ClassLabels> classesIn(const Array &array, Index samples) {
    if (array.count() != samples)
        return Error{"there are " + std::to_string(array.count()) + " labels for " + std::to_string(samples) + " samples", array.name,
                     "Samples and labels must come from the same set; set data.options.labels to none to read the samples alone."};
    const bool isColumn = array.extents.size() != 2 ? mayHoldLabels(array.extents) : array.extents[1] == 1;
    if (!isColumn) {
        auto classes = array.extents.size() == 2 ? oneHot(array) : std::nullopt;
        if (!classes)
            return Error{"the labels have " + std::to_string(array.extents.size()) + " dimensions instead of one, and are not one-hot", array.name,
                         "Save one label a sample: y.argmax(axis=1), or set data.options.labels to none."};
        return *classes;
    }
    ClassLabels classes;
    std::map<float, std::int32_t> numbers;
    const auto count = static_cast<std::size_t>(samples);
    bool areNone = false;
    for (std::size_t i = 0; i < count; ++i) {
        const float value = at(array, i);
        if (!std::isfinite(value)) {
            classes.labels.push_back(-1);
            continue;
        }
        const auto [known, isNew] = numbers.try_emplace(value, static_cast<std::int32_t>(numbers.size()));
        classes.labels.push_back(known->second);
        areNone = areNone || (isNew && value != std::floor(value)) || numbers.size() > mostClasses;
        if (areNone)
            break;
    }
    if (areNone || !areClasses(numbers.size(), count)) {
        ClassLabels measured;
        for (std::size_t i = 0; i < count; ++i)
            measured.numbers.push_back(std::isfinite(at(array, i)) ? at(array, i) : std::numeric_limits<float>::quiet_NaN());
        return measured;
    }
    if (auto obstacle = obstacleToClasses(numbers, array))
        return *obstacle;
    std::vector<std::int32_t> inOrder(numbers.size()); // of size, where they were numbered as they came
    for (const auto &[value, number] : numbers) {
        inOrder[static_cast<std::size_t>(number)] = static_cast<std::int32_t>(classes.names.size());
        classes.names.push_back(spec::shortest(static_cast<double>(value) + 0.0));
    }
    for (std::int32_t &label : classes.labels)
        label = label < 0 ? -1 : inOrder[static_cast<std::size_t>(label)];
    return classes;
}

void giveClasses(std::vector<std::pair<PartKind, ClassLabels>> parts, const std::string &name, Dataset &dataset) {
    const auto training = std::find_if(parts.begin(), parts.end(), [](const auto &part) { return part.first == PartKind::Train; });
    const bool areNumbers = training != parts.end() && !training->second.numbers.empty();
    std::erase_if(parts, [&](const auto &part) { return part.second.numbers.empty() == areNumbers; });
    if (areNumbers) {
        dataset.factorNames.push_back(name);
        for (const PartKind kind : partKinds)
            partOf(dataset, kind).factors.assign(static_cast<std::size_t>(partOf(dataset, kind).samples), std::numeric_limits<float>::quiet_NaN());
        for (auto &[kind, classes] : parts)
            partOf(dataset, kind).factors = std::move(classes.numbers);
        return;
    }
    dataset.classNames = join(parts);
    for (auto &[kind, classes] : parts)
        partOf(dataset, kind).labels = std::move(classes.labels);
}

void giveGroups(std::vector<std::pair<PartKind, ClassLabels>> parts, Dataset &dataset) {
    for (const PartKind kind : partKinds) {
        const auto own = std::find_if(parts.begin(), parts.end(), [kind](const auto &part) { return part.first == kind; });
        if (!partOf(dataset, kind).isEmpty() && (own == parts.end() || own->second.labels.empty()))
            return;
        if (own != parts.end() && std::find(own->second.labels.begin(), own->second.labels.end(), -1) != own->second.labels.end())
            return;
    }
    dataset.groupNames = join(parts);
    for (auto &[kind, classes] : parts)
        partOf(dataset, kind).groups = std::move(classes.labels);
}

} // namespace hourglass::data
