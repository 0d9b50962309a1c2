// UMAP's picture of who belongs to whom: fuzzy sets around each sample, united.
#pragma once

#include "engine/projections/affinities.h"

namespace hourglass::projections {

/// exp(−max(d − ρ, 0) / σ) over the neighbours of each sample: ρ the distance to the nearest that is not equal to it, σ such that they add up to
/// log₂ of `neighbours + 1`; then a + b − ab of both directions (McInnes, Healy and Melville 2018, with the bounds of umap-learn).
SparseMatrix fuzzyGraph(Neighbours neighbours, core::ThreadPool &pool);

/// a and b for which 1 / (1 + a x²ᵇ) comes nearest to 1 up to `leastDistance` and exp(−(x − leastDistance) / spread) beyond, by least squares at
/// 300 places between 0 and 3 · spread.
struct UmapCurve {
    double a = 1, b = 1;
};
UmapCurve umapCurve(double spread, double leastDistance);

} // namespace hourglass::projections
