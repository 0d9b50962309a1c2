#include "engine/data/readers/array_choice.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <utility>

namespace hourglass::data {

namespace {

using SplitPart = ArrayName::Part;

enum class Role { None, Samples, Labels, Groups };

struct Word {
    const char *word;
    Role role;
    SplitPart part;
};
constexpr std::array<Word, 36> words{{
    {"x", Role::Samples, SplitPart::None},          {"data", Role::Samples, SplitPart::None},
    {"images", Role::Samples, SplitPart::None},     {"image", Role::Samples, SplitPart::None},
    {"imgs", Role::Samples, SplitPart::None},       {"samples", Role::Samples, SplitPart::None},
    {"features", Role::Samples, SplitPart::None},   {"inputs", Role::Samples, SplitPart::None},
    {"input", Role::Samples, SplitPart::None},      {"y", Role::Labels, SplitPart::None},
    {"label", Role::Labels, SplitPart::None},       {"labels", Role::Labels, SplitPart::None},
    {"target", Role::Labels, SplitPart::None},      {"targets", Role::Labels, SplitPart::None},
    {"class", Role::Labels, SplitPart::None},       {"classes", Role::Labels, SplitPart::None},
    {"subject", Role::Groups, SplitPart::None},     {"subjects", Role::Groups, SplitPart::None},
    {"group", Role::Groups, SplitPart::None},       {"groups", Role::Groups, SplitPart::None},
    {"patient", Role::Groups, SplitPart::None},     {"patients", Role::Groups, SplitPart::None},
    {"participant", Role::Groups, SplitPart::None}, {"participants", Role::Groups, SplitPart::None},
    {"train", Role::None, SplitPart::Train},        {"training", Role::None, SplitPart::Train},
    {"test", Role::None, SplitPart::Test},          {"testing", Role::None, SplitPart::Test},
    {"t10k", Role::None, SplitPart::Test},          {"val", Role::None, SplitPart::Validation},
    {"valid", Role::None, SplitPart::Validation},   {"validation", Role::None, SplitPart::Validation},
    {"dev", Role::None, SplitPart::Validation},     {"development", Role::None, SplitPart::Validation},
    {"fea", Role::Samples, SplitPart::None},        {"gnd", Role::Labels, SplitPart::None},
}};

const Word *find(std::string_view word) {
    const auto known = std::find_if(words.begin(), words.end(), [word](const Word &candidate) { return word == candidate.word; });
    return known == words.end() ? nullptr : &*known;
}

void take(const Word &known, ArrayName &name) {
    name.isSamples |= known.role == Role::Samples;
    name.isLabels |= known.role == Role::Labels;
    name.isGroups |= known.role == Role::Groups;
    if (known.part != SplitPart::None)
        name.part = known.part;
}

/// "xtrain", "trainlabels": a role and a part without a sign between them.
bool takeBoth(std::string_view word, ArrayName &name) {
    for (std::size_t length = 1; length < word.size(); ++length) {
        const Word *const first = find(word.substr(0, length)), *const second = find(word.substr(length));
        if (first && second && (first->part == SplitPart::None) != (second->part == SplitPart::None)) {
            take(*first, name);
            take(*second, name);
            return true;
        }
    }
    return false;
}

/// "Xtr", "y_te": a part in two letters, which alone may mean anything, such as a time of repetition.
bool takeShortPart(std::string_view word, ArrayName &name) {
    const std::string_view part = word.substr(std::max<std::size_t>(word.size(), 2) - 2);
    const Word *const role = find(word.substr(0, word.size() - part.size()));
    const bool hasRole = word.size() == part.size() ? name.isSamples || name.isLabels : role && (role->role == Role::Samples || role->role == Role::Labels);
    if ((part != "tr" && part != "te") || !hasRole)
        return false;
    if (role)
        take(*role, name);
    name.part = part == "tr" ? SplitPart::Train : SplitPart::Test;
    return true;
}

void takeWord(const std::string &word, ArrayName &name) {
    if (const Word *known = find(word))
        return take(*known, name);
    if (takeShortPart(word, name))
        return;
    if (word.empty() || takeBoth(word, name))
        return;
    name.rest += name.rest.empty() ? "" : "-";
    name.rest += word;
}

/// The first array for which this holds, or -1.
template <class Holds>
int find(const std::vector<NamedArray> &arrays, Holds holds) {
    const auto found = std::find_if(arrays.begin(), arrays.end(), holds);
    return found == arrays.end() ? -1 : static_cast<int>(found - arrays.begin());
}

/// Classes or groups of the same part.
int findColumn(const std::vector<NamedArray> &arrays, const ArrayName &samples, bool areGroups) {
    return find(arrays, [&](const NamedArray &array) {
        const ArrayName name = parseArrayName(array.name);
        return (areGroups ? name.isGroups : name.isLabels) && mayHoldLabels(array.extents) && name.part == samples.part && name.rest == samples.rest;
    });
}

int findSamples(const std::vector<NamedArray> &arrays, const ArrayName &samples, SplitPart part, int rank) {
    return find(arrays, [&](const NamedArray &array) {
        const ArrayName name = parseArrayName(array.name);
        return !name.isLabels && !name.isGroups && !array.isText && array.rank() == rank && name.part == part && name.rest == samples.rest;
    });
}

} // namespace

bool mayHoldLabels(const std::vector<core::Index> &extents) {
    return !extents.empty() && (extents.size() == 2 || std::all_of(extents.begin() + 1, extents.end(), [](core::Index extent) { return extent == 1; }));
}

ArrayName parseArrayName(const std::string &name) {
    ArrayName parsed;
    std::string word;
    for (const char c : name) {
        const auto letter = static_cast<unsigned char>(c);
        if (letter < 128 && !std::isalnum(letter)) {
            takeWord(word, parsed);
            word.clear();
        } else {
            word += letter < 128 ? static_cast<char>(std::tolower(letter)) : c;
        }
    }
    takeWord(word, parsed);
    if (parsed.isLabels || parsed.isGroups) // "image_labels", "data_classes"
        parsed.isSamples = false;
    parsed.isGroups = parsed.isGroups && !parsed.isLabels; // "group_labels"
    return parsed;
}

int chooseSamples(const std::vector<NamedArray> &arrays) {
    int best = -1, bestScore = -1;
    for (int i = 0; i < static_cast<int>(arrays.size()); ++i) {
        const NamedArray &array = arrays[static_cast<std::size_t>(i)];
        const ArrayName name = parseArrayName(array.name);
        if (array.rank() == 0 || array.isText)
            continue;
        const bool isOtherPart = name.part == SplitPart::Test || name.part == SplitPart::Validation;
        const int score = (name.isLabels || name.isGroups ? 0 : 32) + (isOtherPart ? 0 : 16) + (name.part == SplitPart::Train ? 8 : 0) +
                          (name.isSamples ? 4 : 0) + (array.rank() > 1 ? 2 : 0) + (name.part == SplitPart::Test ? 1 : 0);
        if (score > bestScore) {
            best = i;
            bestScore = score;
        }
    }
    return best;
}

PartChoice chooseColumns(const std::vector<NamedArray> &arrays, int samples) {
    const ArrayName name = parseArrayName(arrays[static_cast<std::size_t>(samples)].name);
    if (name.isLabels || name.isGroups) // read for its numbers
        return {.samples = samples};
    return {samples, findColumn(arrays, name, false), findColumn(arrays, name, true)};
}

ArrayChoice chooseBeside(const std::vector<NamedArray> &arrays, int samples) {
    ArrayChoice choice{.train = chooseColumns(arrays, samples)};
    const NamedArray &array = arrays[static_cast<std::size_t>(samples)];
    const ArrayName name = parseArrayName(array.name);
    // An array that says no part may be the whole, of which a training and a test part are pieces.
    const bool isWhole = name.part == SplitPart::None && findSamples(arrays, name, SplitPart::Train, array.rank()) >= 0;
    if (name.isLabels || name.isGroups || name.part == SplitPart::Test || name.part == SplitPart::Validation || isWhole)
        return choice;
    for (const auto &[part, chosen] : {std::pair{SplitPart::Validation, &choice.validation}, std::pair{SplitPart::Test, &choice.test}})
        if (const int found = findSamples(arrays, name, part, array.rank()); found >= 0)
            *chosen = chooseColumns(arrays, found);
    return choice;
}

} // namespace hourglass::data
