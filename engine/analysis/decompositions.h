// The decompositions of small dense matrices that the analysis stands on. Column-major throughout; all else of Eigen stays behind
// it.
#pragma once

#include <vector>

#include "engine/core/types.h"

namespace hourglass::analysis {

using core::Index;

/// Eigenvalues in descending order, and a unit eigenvector for each.
struct Eigenpairs {
    Index size = 0;
    std::vector<double> values;
    std::vector<double> vectors; ///< size × values.size()
    bool areByIteration = false; ///< found by inverse iteration, not by the QR algorithm: the same but for the time it took
};

/// The `count` leading eigenpairs of a symmetric matrix, size × size, of which the lower triangle is read; every number finite,
/// count ≤ size. To the precision of double: all of them by the QR algorithm, or, where few are wanted of many, by inverse
/// iteration on the tridiagonal form (Jessup and Ipsen 1992), verified, with the QR algorithm to fall back on.
Eigenpairs leadingEigenpairs(const std::vector<double> &matrix, Index size, Index count);

/// Replaces the columns by an orthonormal basis of a space that holds theirs (Householder QR). No more columns than rows.
void orthonormalise(core::View columns);

} // namespace hourglass::analysis
