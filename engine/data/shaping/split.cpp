#include "engine/data/shaping/split.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <map>

#include "engine/data/part_cut.h"

namespace hourglass::data {

using core::Index;

namespace {

/// One class among the samples to choose from.
struct Pile {
    std::int32_t label = 0;
    std::vector<Index> samples;
    Index count = 0;      ///< of them that are taken
    double remainder = 0; ///< of the share that is no whole sample

    bool canGiveMore() const { return count + 1 < static_cast<Index>(samples.size()); }
};

/// Whole samples that add up to splitCount of all, by the largest remainders (Hamilton's method); of equal ones the lower label goes first.
std::vector<Pile> shared(const std::map<std::int32_t, std::vector<Index>> &classes, Index all, double fraction) {
    const Index total = splitCount(all, fraction);
    std::vector<Pile> piles;
    Index given = 0;
    for (const auto &[label, samples] : classes) {
        const double share = static_cast<double>(samples.size()) * static_cast<double>(total) / static_cast<double>(all);
        const auto whole = std::min(static_cast<Index>(share), static_cast<Index>(samples.size()) - 1);
        piles.push_back({label, samples, whole, share - static_cast<double>(whole)});
        given += whole;
    }
    std::stable_sort(piles.begin(), piles.end(), [](const Pile &a, const Pile &b) { return a.remainder > b.remainder; });
    for (Pile &pile : piles)
        if (given < total && pile.canGiveMore()) {
            ++pile.count;
            ++given;
        }
    return piles;
}

} // namespace

Index splitCount(Index samples, double fraction) {
    assert(fraction >= 0.0 && fraction < 1.0);
    if (fraction == 0.0 || samples < 2)
        return 0;
    return std::clamp<Index>(std::llround(static_cast<double>(samples) * fraction), 1, samples - 1);
}

void draw(std::vector<Index> deck, Index count, std::uint64_t seed, SplitOff purpose, std::uint64_t pile, std::vector<bool> &isChosen) {
    // The first `count` of a shuffled deck (Fisher and Yates).
    const core::Random random(seed, core::Stream::Split);
    const auto size = static_cast<Index>(deck.size());
    assert(count <= size);
    for (Index i = 0; i < count; ++i) {
        const Index other = i + random.below(size - i, static_cast<std::uint64_t>(purpose), static_cast<std::uint64_t>(i), pile);
        std::swap(deck[static_cast<std::size_t>(i)], deck[static_cast<std::size_t>(other)]);
        isChosen[static_cast<std::size_t>(deck[static_cast<std::size_t>(i)])] = true;
    }
}

void choose(const Part &part, const std::string &kind, double fraction, std::uint64_t seed, SplitOff purpose, std::vector<bool> &isChosen) {
    std::vector<Index> deck;
    for (Index i = 0; i < part.samples; ++i)
        if (!isChosen[static_cast<std::size_t>(i)])
            deck.push_back(i);
    const auto size = static_cast<Index>(deck.size()), count = splitCount(size, fraction);
    if (count == 0)
        return;
    if (kind == "order") {
        for (Index i = size - count; i < size; ++i)
            isChosen[static_cast<std::size_t>(deck[static_cast<std::size_t>(i)])] = true;
    } else if (kind == "stratified") {
        std::map<std::int32_t, std::vector<Index>> classes;
        for (const Index i : deck)
            classes[part.labels[static_cast<std::size_t>(i)]].push_back(i);
        for (Pile &pile : shared(classes, size, fraction))
            draw(std::move(pile.samples), pile.count, seed, purpose, 1 + static_cast<std::uint64_t>(pile.label), isChosen);
    } else {
        draw(std::move(deck), count, seed, purpose, 0, isChosen);
    }
}

Part splitOff(Part &part, double fraction, std::uint64_t seed, SplitOff purpose) {
    std::vector<bool> isChosen(static_cast<std::size_t>(part.samples));
    choose(part, "random", fraction, seed, purpose, isChosen);
    return takeOut(part, isChosen);
}

} // namespace hourglass::data
