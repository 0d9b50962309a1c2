#include "engine/analysis/decompositions.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <optional>

#include <Eigen/Eigenvalues>
#include <Eigen/QR>

#include "engine/core/random.h"

namespace hourglass::analysis {

namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;
using LowerTriangle = Eigen::Map<const MatrixXd>;

constexpr double epsilon = std::numeric_limits<double>::epsilon();
constexpr Index smallSize = 96; // up to here the QR algorithm takes a few milliseconds at most

/// L U of T − shift with partial pivoting, T tridiagonal, and the solution with it.
class ShiftedTridiagonal {
public:
    ShiftedTridiagonal(const VectorXd &diagonal, const VectorXd &side, double shift, double smallestPivot)
        : m_pivot(diagonal.array() - shift), m_first(diagonal.size()), m_second(VectorXd::Zero(diagonal.size())), m_factor(diagonal.size()),
          m_isSwapped(static_cast<std::size_t>(diagonal.size())) {
        const Index last = diagonal.size() - 1;
        m_first.head(last) = side;
        for (Index i = 0; i < last; ++i) {
            if (std::abs(side[i]) > std::abs(m_pivot[i])) {
                m_isSwapped[i] = true;
                m_factor[i] = m_pivot[i] / side[i];
                m_pivot[i] = side[i];
                const double below = m_pivot[i + 1];
                m_pivot[i + 1] = m_first[i] - m_factor[i] * below;
                m_first[i] = below;
                if (i + 1 < last) {
                    m_second[i] = m_first[i + 1];
                    m_first[i + 1] *= -m_factor[i];
                }
            } else {
                keepAway(m_pivot[i], smallestPivot);
                m_factor[i] = side[i] / m_pivot[i];
                m_pivot[i + 1] -= m_factor[i] * m_first[i];
            }
        }
        keepAway(m_pivot[last], smallestPivot);
    }

    template <class Vector>
    void solve(Vector &&x) const {
        const Index last = x.size() - 1;
        for (Index i = 0; i < last; ++i) {
            if (m_isSwapped[i])
                std::swap(x[i], x[i + 1]);
            x[i + 1] -= m_factor[i] * x[i];
        }
        x[last] /= m_pivot[last];
        if (last > 0)
            x[last - 1] = (x[last - 1] - m_first[last - 1] * x[last]) / m_pivot[last - 1];
        for (Index i = last - 2; i >= 0; --i)
            x[i] = (x[i] - m_first[i] * x[i + 1] - m_second[i] * x[i + 2]) / m_pivot[i];
    }

private:
    static void keepAway(double &pivot, double smallest) {
        if (std::abs(pivot) < smallest)
            pivot = pivot < 0 ? -smallest : smallest;
    }

    VectorXd m_pivot, m_first, m_second; ///< diagonals of U
    VectorXd m_factor;
    std::vector<bool> m_isSwapped;
};

/// Eigenvectors of a tridiagonal matrix for eigenvalues in descending order, or nothing where they are not good to about 1e-10.
std::optional<MatrixXd> inverseIteration(const VectorXd &diagonal, const VectorXd &side, const VectorXd &values) {
    const Index size = diagonal.size(), count = values.size();
    const double norm = diagonal.cwiseAbs().maxCoeff() + 2 * side.cwiseAbs().maxCoeff();
    const core::Random random(0, core::Stream::Projection);
    MatrixXd vectors(size, count);
    double shift = 0;
    for (Index j = 0; j < count; ++j) {
        // Equal eigenvalues are moved apart a little, so that their vectors do not come out equal. The vectors of close ones are
        // kept at right angles: inverse iteration alone does not see to that.
        shift = j == 0 ? values[0] : std::min(values[j], shift - 4 * epsilon * norm);
        const ShiftedTridiagonal factors(diagonal, side, shift, epsilon * norm);
        Index close = j;
        while (close > 0 && values[close - 1] - values[j] < 1e-3 * norm)
            --close;
        auto x = vectors.col(j);
        for (Index row = 0; row < size; ++row)
            x[row] = static_cast<double>(random.uniform(0, j, row)) - 0.5;
        const auto neighbours = vectors.middleCols(close, j - close);
        for (int round = 0; round < 3; ++round) {
            factors.solve(x);
            x /= x.template lpNorm<Eigen::Infinity>();
            for (int pass = 0; pass < 2 && close < j; ++pass)
                x -= neighbours * (neighbours.transpose() * x).eval();
            x.normalize();
        }
    }
    MatrixXd image = diagonal.asDiagonal() * vectors;
    image.topRows(size - 1) += side.asDiagonal() * vectors.bottomRows(size - 1);
    image.bottomRows(size - 1) += side.asDiagonal() * vectors.topRows(size - 1);
    const double residual = (image - vectors * values.asDiagonal()).cwiseAbs().maxCoeff();
    const double skew = (vectors.transpose() * vectors - MatrixXd::Identity(count, count)).cwiseAbs().maxCoeff();
    // Written so that NaN fails.
    return residual <= 1e-11 * norm && skew <= 1e-10 ? std::optional(std::move(vectors)) : std::nullopt;
}

Eigenpairs pairsOf(const VectorXd &values, const MatrixXd &vectors) {
    Eigenpairs pairs{vectors.rows(), {values.begin(), values.end()}, {}, false};
    pairs.vectors.assign(vectors.data(), vectors.data() + vectors.size());
    return pairs;
}

Eigenpairs byQrAlgorithm(const LowerTriangle &matrix, Index count) {
    const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(matrix);
    assert(solver.info() == Eigen::Success);
    return pairsOf(solver.eigenvalues().reverse().head(count), solver.eigenvectors().rowwise().reverse().leftCols(count));
}

} // namespace

Eigenpairs leadingEigenpairs(const std::vector<double> &matrix, Index size, Index count) {
    assert(count <= size && static_cast<Index>(matrix.size()) == size * size);
    if (count == 0)
        return {size, {}, {}, false};
    const LowerTriangle lower(matrix.data(), size, size);
    if (size <= smallSize || count > size / 3)
        return byQrAlgorithm(lower, count);
    const Eigen::Tridiagonalization<MatrixXd> form(lower);
    // Eigen 3.4 tells zero by a threshold that only holds for entries of about 1; with a variance of 250 it finds no end.
    const double scale = std::max(form.diagonal().cwiseAbs().maxCoeff(), form.subDiagonal().cwiseAbs().maxCoeff());
    if (!(scale > 0))
        return byQrAlgorithm(lower, count);
    const VectorXd diagonal = form.diagonal() / scale, side = form.subDiagonal() / scale;
    Eigen::SelfAdjointEigenSolver<MatrixXd> solver;
    solver.computeFromTridiagonal(diagonal, side, Eigen::EigenvaluesOnly);
    if (solver.info() != Eigen::Success)
        return byQrAlgorithm(lower, count);
    const VectorXd values = solver.eigenvalues().reverse().head(count);
    const auto vectors = inverseIteration(diagonal, side, values);
    if (!vectors)
        return byQrAlgorithm(lower, count);
    Eigenpairs pairs = pairsOf(values * scale, form.matrixQ() * *vectors);
    pairs.areByIteration = true;
    return pairs;
}

void orthonormalise(core::View columns) {
    assert(columns.columns <= columns.rows);
    Eigen::Map<Eigen::MatrixXf, 0, Eigen::OuterStride<>> matrix(columns.data, columns.rows, columns.columns, Eigen::OuterStride<>(columns.stride));
    const Eigen::HouseholderQR<Eigen::MatrixXf> decomposition(matrix);
    matrix = decomposition.householderQ() * Eigen::MatrixXf::Identity(columns.rows, columns.columns);
}

} // namespace hourglass::analysis
