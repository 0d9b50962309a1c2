#include "engine/data/shaping/split.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace hourglass::data {

using core::Index;

namespace {

/// Moves what is chosen to `chosen` and closes the gaps; `width` values belong to one sample. Empty values stay empty.
template <class T>
std::vector<T> extract(std::vector<T> &values, const std::vector<bool> &isChosen, Index count, Index width) {
    std::vector<T> chosen;
    if (values.empty())
        return chosen;
    chosen.reserve(static_cast<std::size_t>(count * width));
    auto keep = values.begin();
    auto from = values.cbegin();
    for (const bool is : isChosen) {
        if (is)
            chosen.insert(chosen.end(), from, from + width);
        else
            keep = std::copy(from, from + width, keep);
        from += width;
    }
    values.erase(keep, values.end());
    return chosen;
}

} // namespace

Index splitCount(Index samples, double fraction) {
    assert(fraction >= 0.0 && fraction < 1.0);
    if (fraction == 0.0 || samples < 2)
        return 0;
    return std::clamp<Index>(std::llround(static_cast<double>(samples) * fraction), 1, samples - 1);
}

Part splitOff(Part &part, double fraction, std::uint64_t seed, SplitOff purpose) {
    Part result;
    result.features = part.features;
    const Index count = splitCount(part.samples, fraction);
    if (count == 0)
        return result;

    // The first `count` of a shuffled deck (Fisher and Yates).
    const core::Random random(seed, core::Stream::Split);
    std::vector<Index> deck(static_cast<std::size_t>(part.samples));
    std::iota(deck.begin(), deck.end(), Index{0});
    std::vector<bool> isChosen(deck.size());
    for (Index i = 0; i < count; ++i) {
        const Index other =
            i + random.below(part.samples - i, static_cast<std::uint64_t>(purpose), static_cast<std::uint64_t>(i), 0);
        std::swap(deck[static_cast<std::size_t>(i)], deck[static_cast<std::size_t>(other)]);
        isChosen[static_cast<std::size_t>(deck[static_cast<std::size_t>(i)])] = true;
    }

    if (part.sourceIndex.empty()) {
        part.sourceIndex.resize(static_cast<std::size_t>(part.samples));
        std::iota(part.sourceIndex.begin(), part.sourceIndex.end(), Index{0});
    }
    result.samples = count;
    result.file = part.file; // the rows are told by sourceIndex: no value is copied
    result.bytes = extract(part.bytes, isChosen, count, part.features);
    result.floats = extract(part.floats, isChosen, count, part.features);
    result.labels = extract(part.labels, isChosen, count, 1);
    result.factors = extract(part.factors, isChosen, count, static_cast<Index>(part.factors.size()) / part.samples);
    result.sourceIndex = extract(part.sourceIndex, isChosen, count, 1);
    part.samples -= count;
    return result;
}

} // namespace hourglass::data
