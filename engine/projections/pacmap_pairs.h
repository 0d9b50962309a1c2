// The pairs that PaCMAP pulls together and pushes apart.
#pragma once

#include <atomic>
#include <optional>

#include "engine/core/random.h"
#include "engine/kernels/projections.h"
#include "engine/projections/neighbours.h"
#include "engine/projections/pacmap_ring.h"

namespace hourglass::projections {

/// Each pair stands in the rows of both its points.
struct Pairs {
    std::vector<Index> starts; ///< as kernels::PairSlices has them
    std::vector<std::int32_t> columns;

    kernels::PairSlices view() const { return {starts.data(), columns.data()}; }
    /// Those of one point; who is its pair twice stands there twice.
    std::vector<std::int32_t> of(Index point) const;
};

struct PairCounts {
    Index near = 10, middle = 5, further = 20; ///< of each sample
    Index extra = 50;                          ///< nearest samples beyond `near` among which the near ones are sought
};

constexpr Index fewOfPacmap = 1000;   ///< samples
constexpr Index manyOfPacmap = 20000; ///< of more, the nearest are sought by nearestNeighboursWithin()

/// As many as asked for, or in the same proportion as many as the samples allow.
PairCounts fitting(PairCounts counts, Index samples);

/// Between points: the samples in another order, in which those that lie together come after one another, and among them those with as many near pairs.
struct PacmapPairs {
    std::vector<std::int32_t> samples; ///< which sample each point is
    Pairs near, middle;
    Pairs further;                     ///< where there is a ring, those of its pairs that are none, because they are near
    std::optional<PacmapRing> ring;    ///< of the further pairs, where the samples are many
    std::vector<std::int32_t> nearest; ///< the near + extra of each sample, by samples, among which the near ones were sought
    std::vector<std::int32_t> order;   ///< Neighbours::order of them
};

/// Near: the `near` of the nearest near + extra with the least d² / (σ_i σ_j), σ the mean distance to the 4th, 5th and 6th nearest. Mid-near: the
/// second nearest of six drawn by lot. Further: drawn by lot among those that are not near; of more than `fewOfPacmap` samples all at once, as a ring, of which
/// the near ones are left out. (Wang et al. 2021, as pacmap 0.9 does it, with exact neighbours in all dimensions.) counts as fitting() gives them. `dimensions`
/// of the layout. `known`: nearestNeighboursAfter() them; may be null.
core::Result<PacmapPairs> pacmapPairs(core::ConstView codes, const PairCounts &counts, Index dimensions, const KnownNeighbours *known,
                                      const core::Random &random, core::ThreadPool &pool, const std::atomic<bool> *cancelled);

} // namespace hourglass::projections
