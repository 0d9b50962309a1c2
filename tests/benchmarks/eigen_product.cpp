#include "tests/benchmarks/eigen_product.h"

#include <Eigen/Core>

namespace hourglass::benchmarks {

void eigenProduct(core::Index m, core::Index n, core::Index k, const float *a, const float *b, bool isTurned, float *c) {
    using Matrix = Eigen::Map<const Eigen::MatrixXf>;
    Eigen::Map<Eigen::MatrixXf> to(c, m, n);
    if (isTurned)
        to.noalias() = Matrix(a, m, k) * Matrix(b, n, k).transpose();
    else
        to.noalias() = Matrix(a, m, k) * Matrix(b, k, n);
}

} // namespace hourglass::benchmarks
