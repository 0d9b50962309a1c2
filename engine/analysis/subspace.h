// The leading directions of samples with too many features for a covariance matrix.
#pragma once

#include <optional>

#include "engine/analysis/decompositions.h"
#include "engine/analysis/sample_blocks.h"

namespace hourglass::analysis {

struct LeadingSubspace {
    Eigenpairs pairs;         ///< of the covariance, as good as float and the passes make them
    double totalVariance = 0; ///< its trace, exact
};

/// Randomised subspace iteration (Halko, Martinsson and Tropp 2011, algorithm 4.4; last step 5.3): a seeded random basis,
/// multiplied by the covariance in each of five passes over the samples and made orthonormal in between, then the exact
/// decomposition within it. The basis is wider than `count` by half, and at least by 16. Nothing of the size features² is ever
/// made. count ≤ features; nothing where cancelled.
std::optional<LeadingSubspace> leadingSubspace(const SampleBlocks &samples, const core::Floats &mean, Index count,
                                               const std::atomic<bool> *cancelled = nullptr);

} // namespace hourglass::analysis
