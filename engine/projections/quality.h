// How far a picture of codes can be trusted.
#pragma once

#include <atomic>
#include <limits>
#include <vector>

#include "engine/core/result.h"
#include "engine/core/thread_pool.h"
#include "engine/core/types.h"

namespace hourglass::projections {

using core::Index;

/// Venna and Kaski 2001 ("Neighborhood preservation in nonlinear projection methods"): with r(i, j) the rank of j among the neighbours of i,
/// 1 is perfect and about ½ is chance.
///   trustworthiness = 1 − 2 / (n k (2n − 3k − 1)) · Σ_i Σ_j (r(i, j) − k), over the j among the k nearest in the plane, r in code space;
///   continuity the same with plane and code space exchanged.
struct Quality {
    Index neighbours = 0;
    Index step = 1; ///< 1: every point was asked; else every step-th, about all others, and all figures are those of the points asked
    double trustworthiness = 1, continuity = 1;
    /// √(Σ (d − s δ)² / Σ d²) of the distances d in the plane and δ of the codes, with the scale s that makes it least: Kruskal's stress-1
    /// (1964) of a plane that may be blown up or shrunk. From 0 to 1.
    double stress = 0;
    std::vector<float> trustworthinessOf, continuityOf; ///< by asked point: their means are those above
};

/// plane: 2 × samples, or 3 × samples of space. A sample itself is no neighbour of itself; ties by number, as everywhere. `neighbours` below half of the
/// samples, as the formula demands. At most `mostAsked` points are asked, at even distances. Errors as of nearestNeighbours(). The same numbers on any number
/// of threads.
core::Result<Quality> judge(core::ConstView codes, core::ConstView plane, Index neighbours, core::ThreadPool &pool,
                            const std::atomic<bool> *cancelled = nullptr, Index mostAsked = std::numeric_limits<Index>::max());

} // namespace hourglass::projections
