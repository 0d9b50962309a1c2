#include "engine/data/shaping/graded_directions.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include <Eigen/QR>

namespace hourglass::data {

namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double dependent = 1e-12;  ///< of its own variance: what others leave of a feature
constexpr double orthogonal = 1e-15; ///< the cosine between two columns
constexpr int mostSweeps = 40;       ///< about ten do

/// L with covariance = L Lᵀ up to what depends: features × rank. What is left is largest first.
MatrixXd choleskyOf(const MatrixXd &covariance) {
    const Index features = covariance.rows();
    MatrixXd factor(features, features);
    VectorXd left = covariance.diagonal();
    Index rank = 0;
    while (true) {
        Index pivot = -1;
        for (Index f = 0; f < features; ++f)
            if (left[f] > dependent * covariance(f, f) && (pivot < 0 || left[f] > left[pivot]))
                pivot = f;
        if (pivot < 0)
            return factor.leftCols(rank);
        const double root = std::sqrt(left[pivot]);
        for (Index f = 0; f < features; ++f) {
            double sum = covariance(f, pivot);
            for (Index k = 0; k < rank; ++k)
                sum -= factor(f, k) * factor(pivot, k);
            factor(f, rank) = left[f] > 0 || f == pivot ? sum / root : 0.0;
        }
        factor(pivot, rank) = root;
        for (Index f = 0; f < features; ++f) {
            left[f] -= factor(f, rank) * factor(f, rank);
            if (!(left[f] > dependent * covariance(f, f)))
                left[f] = 0;
        }
        left[pivot] = 0;
        ++rank;
    }
}

double product(const double *a, const double *b, Index count) {
    double sum = 0;
    for (Index i = 0; i < count; ++i)
        sum += a[i] * b[i];
    return sum;
}

/// Turns two columns so that they are orthogonal; false where they are already.
bool turn(double *a, double *b, Index count) {
    const double aa = product(a, a, count), bb = product(b, b, count), ab = product(a, b, count);
    if (!(std::abs(ab) > orthogonal * std::sqrt(aa) * std::sqrt(bb)))
        return false;
    const double zeta = (bb - aa) / (2 * ab), tangent = (zeta < 0 ? -1 : 1) / (std::abs(zeta) + std::sqrt(1 + zeta * zeta));
    const double cosine = 1 / std::sqrt(1 + tangent * tangent), sine = cosine * tangent;
    for (Index i = 0; i < count; ++i) {
        const double before = a[i];
        a[i] = cosine * before - sine * b[i];
        b[i] = sine * before + cosine * b[i];
    }
    return true;
}

/// The rest of the space: first what varies only together with others (what reflections that make the columns triangular add to them), then each
/// constant feature by itself.
void addDirectionsWithoutVariance(const MatrixXd &covariance, PrincipalDirections &found) {
    const Index features = covariance.rows(), rank = found.counted;
    std::vector<Index> varying, constant;
    for (Index f = 0; f < features; ++f)
        (covariance(f, f) > 0 ? varying : constant).push_back(f);
    found.directions.rightCols(features - rank).setZero();
    const auto within = static_cast<Index>(varying.size());
    if (rank < within) {
        const Eigen::HouseholderQR<MatrixXd> reflections(found.directions(varying, Eigen::seqN(0, rank)));
        const MatrixXd whole = reflections.householderQ() * MatrixXd::Identity(within, within);
        found.directions(varying, Eigen::seqN(rank, within - rank)) = whole.rightCols(within - rank);
    }
    for (std::size_t i = 0; i < constant.size(); ++i)
        found.directions(constant[i], within + static_cast<Index>(i)) = 1;
}

} // namespace

PrincipalDirections gradedDirections(const MatrixXd &covariance) {
    const Index features = covariance.rows();
    MatrixXd columns = choleskyOf(covariance);
    const Index rank = columns.cols();
    bool isTurning = true;
    for (int sweep = 0; sweep < mostSweeps && isTurning; ++sweep) {
        isTurning = false;
        for (Index i = 0; i < rank; ++i)
            for (Index j = i + 1; j < rank; ++j)
                isTurning = turn(columns.col(i).data(), columns.col(j).data(), features) || isTurning;
    }
    std::vector<Index> order(static_cast<std::size_t>(rank));
    std::iota(order.begin(), order.end(), Index{0});
    VectorXd variances(rank);
    for (Index k = 0; k < rank; ++k)
        variances[k] = product(columns.col(k).data(), columns.col(k).data(), features);
    std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) { return variances[a] > variances[b]; });
    PrincipalDirections found{MatrixXd(features, features), VectorXd::Zero(features), rank};
    for (Index k = 0; k < rank; ++k) {
        const Index from = order[static_cast<std::size_t>(k)];
        found.variances[k] = variances[from];
        found.directions.col(k) = columns.col(from) / std::sqrt(variances[from]);
    }
    addDirectionsWithoutVariance(covariance, found);
    return found;
}

} // namespace hourglass::data
