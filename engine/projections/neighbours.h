// The nearest samples of each sample, exactly: what t-SNE, UMAP, PaCMAP and their judges start from.
#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/result.h"
#include "engine/core/thread_pool.h"
#include "engine/core/types.h"

namespace hourglass::projections {

using core::Index;

/// The `count` nearest of each sample that was asked, without itself, nearest first; of equal distances the lower number first.
struct Neighbours {
    Index count = 0;
    std::vector<std::int32_t> indices;    ///< asked samples × count, those of one sample together
    std::vector<float> squaredDistances;  ///< asked samples × measured(); rounded from double
    std::vector<std::int32_t> order = {}; ///< those among whom they were sought, in an order in which those that follow one another lie together

    /// Of the asked sample with this number among them.
    std::span<const std::int32_t> of(Index asked) const {
        return std::span(indices).subspan(static_cast<std::size_t>(asked * count), static_cast<std::size_t>(count));
    }
    /// Of how many of each sample, the first ones, the distances are there: all, but where fewer were asked for.
    Index measured() const { return indices.empty() ? 0 : std::ssize(squaredDistances) * count / std::ssize(indices); }
    std::span<const float> squaresOf(Index asked) const {
        return std::span(squaredDistances).subspan(static_cast<std::size_t>(asked * measured()), static_cast<std::size_t>(measured()));
    }
};

/// Euclidean distances between the columns of `codes`. They are estimated by products of centred codes, with a bound of their rounding, and
/// those that may be among the nearest are measured in double; samples in boxes that lie too far away are not looked at. The result is that of a loop over all
/// pairs, to the bit, on any number of threads. count < samples. Asked are all samples, or 0, step, 2 step …, among all. An error where a code is not finite or
/// so large that its square is not, and where it was cancelled.
core::Result<Neighbours> nearestNeighbours(core::ConstView codes, Index count, core::ThreadPool &pool, const std::atomic<bool> *cancelled = nullptr,
                                           Index step = 1);
/// The same with boxes left out that are almost too far: nobody was missed who is nearer than the furthest one found divided by `within` (Arya, Mount,
/// Netanyahu, Silverman and Wu 1998), and few others. within ≥ 1; 1: nobody at all. The same bits on any number of threads, if not at each instruction level.
core::Result<Neighbours> nearestNeighboursWithin(float within, core::ConstView codes, Index count, core::ThreadPool &pool,
                                                 const std::atomic<bool> *cancelled = nullptr);
/// The same, of the columns behind the first `among`, each of which is asked: its nearest among those first ones. count ≤ among.
core::Result<Neighbours> nearestNeighboursAmong(core::ConstView codes, Index among, Index count, core::ThreadPool &pool,
                                                const std::atomic<bool> *cancelled = nullptr);
/// Who was found near whom in earlier codes of the same samples.
struct KnownNeighbours {
    std::vector<Index> starts;            ///< samples + 1
    std::vector<std::int32_t> columns;    ///< from starts[i] on those known of sample i, none twice, in any order
    Index turn = 0;                       ///< how often they were found among those known before
    std::vector<std::int32_t> order = {}; ///< Neighbours::order of them; may be empty

    std::span<const std::int32_t> of(Index sample) const {
        const auto at = static_cast<std::size_t>(sample);
        return std::span(columns).subspan(static_cast<std::size_t>(starts[at]), static_cast<std::size_t>(starts[at + 1] - starts[at]));
    }
};

/// For codes that have moved a little since: of a sixteenth of the samples, who lie together in the known order, another sixteenth each turn, the nearest are
/// sought as nearestNeighbours() does; of the others they are the nearest of those known. Where of the nearest third of those sought fewer than `leastKnown`
/// had been known, beyond what chance explains, all are sought. So a list is at most thirty turns old (the order is made anew after sixteen), and none that is
/// worth little is used. `within` as nearestNeighboursWithin() has it. `front`, where it is not 0: only so many of each sample get their distances, and where
/// the known ones are not more than `count` only the first so many of them, which should be the nearest, are brought into their new order; the others stay
/// behind them.
core::Result<Neighbours> nearestNeighboursAfter(const KnownNeighbours &known, core::ConstView codes, Index count, core::ThreadPool &pool,
                                                const std::atomic<bool> *cancelled = nullptr, float within = 1, Index front = 0);
constexpr Index turnsOfKnown = 16;
constexpr double leastKnown = 0.92;
/// How many samples are asked.
constexpr Index askedOf(Index samples, Index step) {
    return (samples + step - 1) / step;
}

} // namespace hourglass::projections
