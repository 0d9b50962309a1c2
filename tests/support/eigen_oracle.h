// Eigen, against which the engine is held. Its decompositions of double matrices are compiled once, in eigen_oracle.cpp: a test that
// instantiated them by itself took up to half a minute of the compiler's time. Hand them a MatrixXd, not an expression.
#pragma once

#include <Eigen/Dense>

extern template class Eigen::BDCSVD<Eigen::MatrixXd>;
extern template class Eigen::ColPivHouseholderQR<Eigen::MatrixXd>;
extern template class Eigen::JacobiSVD<Eigen::MatrixXd>;
extern template class Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>;
extern template Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> &Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>::compute(
    const Eigen::EigenBase<Eigen::MatrixXd> &, int);

namespace hourglass::tests {

/// As many orthonormal columns as there are in `columns` (rows × columns, rows ≥ columns), spanning what those span: Q of their QR.
Eigen::MatrixXd orthonormalised(const Eigen::MatrixXd &columns);

/// columns columnsᵀ / their number, features × features, of columns that have no mean.
Eigen::MatrixXd covarianceOf(const Eigen::MatrixXd &columns);

/// The x that comes closest to a x = b in the least squares.
Eigen::MatrixXd leastSquares(const Eigen::MatrixXd &a, const Eigen::MatrixXd &b);

} // namespace hourglass::tests
