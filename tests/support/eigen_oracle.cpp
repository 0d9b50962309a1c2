#include "tests/support/eigen_oracle.h"

template class Eigen::BDCSVD<Eigen::MatrixXd>;
template class Eigen::ColPivHouseholderQR<Eigen::MatrixXd>;
template class Eigen::JacobiSVD<Eigen::MatrixXd>;
template class Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>;
template Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> &Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>::compute(const Eigen::EigenBase<Eigen::MatrixXd> &,
                                                                                                                 int);

namespace hourglass::tests {

Eigen::MatrixXd orthonormalised(const Eigen::MatrixXd &columns) {
    return Eigen::HouseholderQR<Eigen::MatrixXd>(columns).householderQ() * Eigen::MatrixXd::Identity(columns.rows(), columns.cols());
}

Eigen::MatrixXd covarianceOf(const Eigen::MatrixXd &columns) {
    return columns * columns.transpose() / static_cast<double>(columns.cols());
}

Eigen::MatrixXd leastSquares(const Eigen::MatrixXd &a, const Eigen::MatrixXd &b) {
    return a.colPivHouseholderQr().solve(b);
}

} // namespace hourglass::tests
