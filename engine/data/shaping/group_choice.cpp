#include "engine/data/shaping/group_choice.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include "engine/data/shaping/class_list.h"
#include "engine/data/shaping/kinds.h"
#include "engine/spec/nearest.h"
#include "engine/spec/wording.h"

namespace hourglass::data {

namespace {

using Groups = std::set<std::int32_t>;

constexpr std::uint64_t pileOfGroups = std::uint64_t{1} << 40; ///< no label is that large
const char *const testKey = "test_groups", *const validationKey = "validation_groups";

std::size_t at(std::int32_t group) {
    return static_cast<std::size_t>(group);
}

core::Result<Groups> named(const Dataset &dataset, const spec::Component &split, const char *key) {
    const std::vector<spec::Kind> kinds = splitKinds();
    const std::string where = std::string("data.split.") + key;
    Groups groups;
    for (const std::string &name : wordsOf(spec::choiceOf(split, *spec::find(kinds, split.kind), key))) {
        const auto found = std::find(dataset.groupNames.begin(), dataset.groupNames.end(), name);
        if (found == dataset.groupNames.end()) {
            std::vector<std::string> known = dataset.groupNames;
            known.resize(std::min<std::size_t>(known.size(), 1000));
            const std::string meant = spec::nearest(name, known);
            known.resize(std::min<std::size_t>(known.size(), 10));
            return core::Error{spec::quoted(name) + " is no group of " + dataset.title, where,
                               spec::suggestion(name, meant.empty() ? known : std::vector{meant})};
        }
        groups.insert(static_cast<std::int32_t>(found - dataset.groupNames.begin()));
    }
    return groups;
}

/// Samples of each group that are not marked.
std::vector<Index> sizesOf(const Dataset &dataset, const std::vector<bool> &isChosen) {
    std::vector<Index> sizes(dataset.groupNames.size());
    for (std::size_t i = 0; i < isChosen.size(); ++i)
        if (!isChosen[i])
            ++sizes[at(dataset.train.groups[i])];
    return sizes;
}

/// In an order that depends on the seed and the names alone (Fisher and Yates).
std::vector<std::int32_t> shuffled(std::vector<std::int32_t> groups, const std::vector<std::string> &names, std::uint64_t seed, SplitOff purpose) {
    std::sort(groups.begin(), groups.end(), [&names](std::int32_t a, std::int32_t b) { return names[at(a)] < names[at(b)]; });
    const core::Random random(seed, core::Stream::Split);
    const auto count = static_cast<Index>(groups.size());
    for (Index i = 0; i + 1 < count; ++i) {
        const Index other = i + random.below(count - i, static_cast<std::uint64_t>(purpose), static_cast<std::uint64_t>(i), pileOfGroups);
        std::swap(groups[static_cast<std::size_t>(i)], groups[static_cast<std::size_t>(other)]);
    }
    return groups;
}

/// Of groups in the order in which they are drawn.
Groups nearest(const std::vector<std::int32_t> &drawn, const std::vector<Index> &sizes, double wanted) {
    Groups taken;
    double count = 0.0;
    for (const std::int32_t group : drawn) {
        const double more = count + static_cast<double>(sizes[at(group)]);
        if (taken.size() + 1 < drawn.size() && std::abs(more - wanted) < std::abs(count - wanted)) {
            taken.insert(group);
            count = more;
        }
    }
    if (taken.empty() && drawn.size() > 1)
        taken.insert(*std::min_element(drawn.begin(), drawn.end(), [&sizes](std::int32_t a, std::int32_t b) { return sizes[at(a)] < sizes[at(b)]; }));
    return taken;
}

core::Result<Groups> drawn(const Dataset &dataset, const Groups &others, double share, std::uint64_t seed, SplitOff purpose,
                           const std::vector<bool> &isChosen) {
    const std::vector<Index> sizes = sizesOf(dataset, isChosen);
    std::vector<std::int32_t> deck;
    Index all = 0;
    for (std::int32_t group = 0; at(group) < sizes.size(); ++group) {
        all += sizes[at(group)];
        if (sizes[at(group)] > 0 && !others.contains(group))
            deck.push_back(group);
    }
    if (deck.size() < 2 && purpose == SplitOff::Test)
        return core::Error{"a test part is to be drawn by group, and " + dataset.title + (deck.empty() ? " has no group" : " has one group alone") +
                               " to draw from",
                           "data.split", "Choose another split, or a test part of 0."};
    return nearest(shuffled(std::move(deck), dataset.groupNames, seed, purpose), sizes, share * static_cast<double>(all));
}

} // namespace

std::optional<core::Error> chooseGroups(const Dataset &dataset, const spec::Component &split, double share, std::uint64_t seed, SplitOff purpose,
                                        std::vector<bool> &isChosen) {
    const bool isTest = purpose == SplitOff::Test;
    const char *const key = isTest ? testKey : validationKey;
    const std::string where = std::string("data.split.") + key;
    auto groups = named(dataset, split, key);
    const auto others = isTest ? named(dataset, split, validationKey) : core::Result<Groups>(Groups()); // those of the test part are gone by then
    if (!groups)
        return groups.error();
    if (!others)
        return others.error();
    const std::vector<Index> sizes = sizesOf(dataset, isChosen);
    for (const std::int32_t group : *groups) {
        if (others->contains(group))
            return core::Error{"the group " + spec::quoted(dataset.groupNames[at(group)]) + " is named for both parts", where,
                               "Remove it from one of the two."};
        if (sizes[at(group)] == 0)
            return core::Error{"no training sample of the group " + spec::quoted(dataset.groupNames[at(group)]) + " is there", where,
                               "Remove its name, or take a larger subset."};
    }
    if (groups->empty() && share > 0.0) {
        groups = drawn(dataset, *others, share, seed, purpose, isChosen);
        if (!groups)
            return groups.error();
    }
    for (std::size_t i = 0; i < isChosen.size(); ++i)
        isChosen[i] = isChosen[i] || groups->contains(dataset.train.groups[i]);
    if (std::find(isChosen.begin(), isChosen.end(), false) == isChosen.end())
        return core::Error{"every group of " + dataset.title + " is set aside, and none is left to train on", where, "Name fewer groups."};
    return {};
}

} // namespace hourglass::data
