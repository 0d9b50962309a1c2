#include "engine/data/shaping/quartiles.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <map>

#include "engine/data/shaping/scaling.h"

namespace hourglass::data {

namespace {

constexpr Index mostFloats = Index{1} << 24;
constexpr std::array<double, 3> shares{0.25, 0.5, 0.75};

/// A share of a sorted row of numbers lies between two of them.
struct Rank {
    Index lower = 0, upper = 0;
    double fraction = 0;

    Rank(double share, Index count) {
        const double position = share * static_cast<double>(count - 1);
        lower = static_cast<Index>(position);
        upper = std::min(lower + 1, count - 1);
        fraction = position - static_cast<double>(lower);
    }
    double between(double low, double high) const { return low + (high - low) * fraction; }
};

Quartiles quartilesOf(std::vector<float> &values) {
    std::array<double, 3> found{};
    for (std::size_t i = 0; i < shares.size(); ++i) {
        const Rank rank(shares[i], static_cast<Index>(values.size()));
        const auto low = values.begin() + rank.lower;
        std::nth_element(values.begin(), low, values.end());
        const double upper = rank.upper > rank.lower ? *std::min_element(low + 1, values.end()) : *low;
        found[i] = rank.between(*low, upper);
    }
    return {found[0], found[1], found[2]};
}

std::vector<Quartiles> byFeature(const Part &part, const Progress &progress) {
    std::vector<Quartiles> quartiles;
    const Index most = std::clamp<Index>(mostFloats / part.samples, 1, part.features);
    for (Index first = 0; first < part.features; first += most) {
        const Index count = std::min(most, part.features - first);
        std::vector<std::vector<float>> columns(static_cast<std::size_t>(count), std::vector<float>(static_cast<std::size_t>(part.samples)));
        const bool isDone = visitSamples(part, progress, [&](Index sample, const float *values) {
            for (Index f = 0; f < count; ++f)
                columns[static_cast<std::size_t>(f)][static_cast<std::size_t>(sample)] = values[first + f];
        });
        if (!isDone)
            return {};
        for (std::vector<float> &column : columns)
            quartiles.push_back(quartilesOf(column));
    }
    return quartiles;
}

/// Whole numbers in the order of the floats, and back: the sign bit turned, all bits of negative ones.
std::uint32_t keyOf(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    return bits >> 31 ? ~bits : bits | 0x80000000u;
}
float valueOf(std::uint32_t key) {
    return std::bit_cast<float>(key >> 31 ? key & 0x7fffffffu : ~key);
}

using Counts = std::vector<Index>;

/// The bin that holds a rank, which becomes the rank within it.
std::size_t binOf(const Counts &counts, Index &rank) {
    std::size_t bin = 0;
    while (rank >= counts[bin])
        rank -= counts[bin++];
    return bin;
}

/// Counts by the upper half of the key, then by the lower half within the few bins that matter: two passes, no copy of the numbers.
std::vector<Quartiles> ofAll(const Part &part, const std::vector<double> &offsets, const Progress &progress) {
    constexpr std::size_t bins = 1 << 16;
    Counts upper(bins);
    const auto eachKey = [&](auto work) {
        return visitSamples(part, progress, [&](Index, const float *values) {
            for (Index f = 0; f < part.features; ++f)
                work(keyOf(offsets.empty() ? values[f] : static_cast<float>(static_cast<double>(values[f]) + offsets[static_cast<std::size_t>(f)])));
        });
    };
    if (!eachKey([&](std::uint32_t key) { ++upper[key >> 16]; }))
        return {};
    std::vector<Rank> ranks;
    for (const double share : shares)
        ranks.emplace_back(share, part.samples * part.features);
    std::map<std::size_t, Counts> lower;
    for (const Rank &rank : ranks)
        for (Index at : {rank.lower, rank.upper})
            lower[binOf(upper, at)].resize(bins);
    std::vector<Counts *> wanted(bins);
    for (auto &[bin, counts] : lower)
        wanted[bin] = &counts;
    if (!eachKey([&](std::uint32_t key) {
            if (Counts *counts = wanted[key >> 16])
                ++(*counts)[key & 0xffffu];
        }))
        return {};
    const auto at = [&](Index rank) {
        const std::size_t bin = binOf(upper, rank);
        return static_cast<double>(valueOf(static_cast<std::uint32_t>(bin << 16 | binOf(lower[bin], rank))));
    };
    std::array<double, 3> found{};
    for (std::size_t i = 0; i < ranks.size(); ++i)
        found[i] = ranks[i].between(at(ranks[i].lower), at(ranks[i].upper));
    return {{found[0], found[1], found[2]}};
}

} // namespace

std::vector<Quartiles> quartilesOf(const Part &part, bool asAWhole, const std::vector<double> &offsets, const Progress &progress) {
    return asAWhole ? ofAll(part, offsets, progress) : byFeature(part, progress);
}

} // namespace hourglass::data
