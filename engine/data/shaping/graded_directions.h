// Principal directions of features whose variances differ by many orders of magnitude.
#pragma once

#include <Eigen/Core>

#include "engine/core/types.h"

namespace hourglass::data {

using core::Index;

constexpr Index mostGradedFeatures = 512; ///< some seconds: the time grows with the cube

struct PrincipalDirections {
    Eigen::MatrixXd directions; ///< one a column, orthonormal, the largest variance first
    Eigen::VectorXd variances;
    Index counted = 0; ///< the first so many have a variance that is no rounding
};

/// Of a covariance whose entries are exact beside their features' spread: variances to a small relative error however small they are beside
/// the largest, where an ordinary decomposition loses all below 1e-16 of that. Cholesky with pivots, then Jacobi's rotations of its columns
/// (Veselić and Hari 1989; Demmel and Veselić 1992). A feature that follows from others to 1e-6 of its spread adds no direction that counts.
PrincipalDirections gradedDirections(const Eigen::MatrixXd &covariance);

} // namespace hourglass::data
