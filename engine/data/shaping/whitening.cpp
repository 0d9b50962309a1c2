#include "engine/data/shaping/whitening.h"

#include <algorithm>
#include <cmath>

#include <Eigen/Eigenvalues>

#include "engine/data/shaping/graded_directions.h"

namespace hourglass::data {

namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;
using Matrix = std::vector<double>;

constexpr Index tile = 4, block = 64; ///< numbers across in registers; samples at a time
constexpr double safeShare = 1e-10;   ///< of the largest variance: what is smaller, an ordinary decomposition does not tell from rounding

/// c += Σ over depth a[d][rows] b[d][columns], each row-major and `stride` apart. The order of each sum is that of d, whatever the machine:
/// Eigen cuts its products by the size of the caches. Rows and columns are multiples of `tile`.
void addProduct(Index rows, Index columns, Index depth, const double *a, Index aStride, const double *b, Index bStride, double *c, Index cStride) {
    for (Index column = 0; column < columns; column += tile)
        for (Index row = 0; row < rows; row += tile) {
            double sums[tile][tile];
            for (Index i = 0; i < tile; ++i)
                for (Index j = 0; j < tile; ++j)
                    sums[i][j] = c[(row + i) * cStride + column + j];
            for (Index d = 0; d < depth; ++d) {
                const double *left = a + d * aStride + row, *right = b + d * bStride + column;
                for (Index i = 0; i < tile; ++i)
                    for (Index j = 0; j < tile; ++j)
                        sums[i][j] += left[i] * right[j];
            }
            for (Index i = 0; i < tile; ++i)
                for (Index j = 0; j < tile; ++j)
                    c[(row + i) * cStride + column + j] = sums[i][j];
        }
}

Index paddedTo(Index count) {
    return (count + tile - 1) / tile * tile;
}

class Whitening : public Scaling {
public:
    /// `forward` [feature][output] and `backward` [output][feature], features × features, row-major.
    Whitening(Index features, std::vector<double> mean, const MatrixXd &forward, const MatrixXd &backward)
        : m_features(features), m_width(paddedTo(features)), m_mean(std::move(mean)), m_forward(static_cast<std::size_t>(m_features * m_width)),
          m_backward(m_forward.size()) {
        for (Index row = 0; row < features; ++row)
            for (Index column = 0; column < features; ++column) {
                m_forward[static_cast<std::size_t>(row * m_width + column)] = forward(row, column);
                m_backward[static_cast<std::size_t>(row * m_width + column)] = backward(row, column);
            }
    }

    void apply(float *samples, Index count, float *) const override {
        Matrix input(static_cast<std::size_t>(m_features * block)), output(static_cast<std::size_t>(block * m_width));
        for (Index first = 0; first < count; first += block) {
            const Index there = std::min(block, count - first);
            std::fill(input.begin(), input.end(), 0.0);
            std::fill(output.begin(), output.end(), 0.0);
            for (Index i = 0; i < there; ++i)
                for (Index f = 0; f < m_features; ++f)
                    input[static_cast<std::size_t>(f * block + i)] = samples[(first + i) * m_features + f] - m_mean[static_cast<std::size_t>(f)];
            addProduct(paddedTo(there), m_width, m_features, input.data(), block, m_forward.data(), m_width, output.data(), m_width);
            for (Index i = 0; i < there; ++i)
                for (Index f = 0; f < m_features; ++f)
                    samples[(first + i) * m_features + f] = static_cast<float>(output[static_cast<std::size_t>(i * m_width + f)]);
        }
    }

    void invert(const float *scaled, float, float *original) const override {
        std::vector<double> sums(m_mean.size());
        invertExactly(scaled, 1.0f, sums.data());
        for (Index f = 0; f < m_features; ++f)
            original[f] = static_cast<float>(sums[static_cast<std::size_t>(f)]);
    }

    void invertExactly(const float *scaled, float, double *original) const override {
        std::copy(m_mean.begin(), m_mean.end(), original);
        for (Index k = 0; k < m_features; ++k)
            for (Index f = 0; f < m_features; ++f)
                original[f] += m_backward[static_cast<std::size_t>(k * m_width + f)] * scaled[k];
    }

private:
    Index m_features, m_width; ///< m_width: a multiple of `tile`
    std::vector<double> m_mean;
    Matrix m_forward, m_backward;
};

std::string withoutVariance(Index count, Index features) {
    const bool isOne = count == 1;
    return std::to_string(count) + " of " + std::to_string(features) + (isOne ? " directions carries" : " directions carry") +
           " no variance in the training part (a feature is constant, or follows from others) and " +
           (isOne ? "was not stretched: it is 0 there, and elsewhere shows" : "were not stretched: they are 0 there, and elsewhere show") +
           " what departs from it.";
}

/// That of a constant feature is its number, without any rounding: its variance is 0 then. False where it was cancelled.
bool meanOf(const Part &part, const Progress &progress, std::vector<double> &mean) {
    const auto features = static_cast<std::size_t>(part.features);
    mean.assign(features, 0.0);
    std::vector<float> first;
    std::vector<bool> varies(features);
    const bool isDone = visitSamples(part, progress, [&](Index, const float *sample) {
        if (first.empty())
            first.assign(sample, sample + features);
        for (std::size_t f = 0; f < features; ++f) {
            mean[f] += sample[f] / static_cast<double>(part.samples);
            varies[f] = varies[f] || sample[f] != first[f];
        }
    });
    for (std::size_t f = 0; f < features && !first.empty(); ++f)
        mean[f] = varies[f] ? mean[f] : static_cast<double>(first[f]);
    return isDone;
}

/// Divided by the number of samples; false where it was cancelled.
bool covarianceOf(const Part &part, const std::vector<double> &mean, const Progress &progress, MatrixXd &covariance) {
    const Index features = part.features, width = paddedTo(features);
    Matrix rows(static_cast<std::size_t>(block * width)), sums(static_cast<std::size_t>(width * width));
    Index filled = 0;
    const auto flush = [&] {
        // The upper triangle by stripes: what lies below is its mirror.
        for (Index first = 0; first < width; first += block)
            addProduct(std::min(block, width - first), width - first, filled, rows.data() + first, width, rows.data() + first, width,
                       sums.data() + first * width + first, width);
        filled = 0;
    };
    const bool isDone = visitSamples(part, progress, [&](Index i, const float *sample) {
        for (Index f = 0; f < features; ++f)
            rows[static_cast<std::size_t>(filled * width + f)] = sample[f] - mean[static_cast<std::size_t>(f)];
        if (++filled == block) {
            flush();
            progress.tell(0.6 * static_cast<double>(i) / static_cast<double>(part.samples), "Whitening");
        }
    });
    flush();
    covariance.resize(features, features);
    for (Index row = 0; row < features; ++row)
        for (Index column = row; column < features; ++column)
            covariance(row, column) = covariance(column, row) = sums[static_cast<std::size_t>(row * width + column)] / static_cast<double>(part.samples);
    return isDone;
}

} // namespace

core::Result<std::shared_ptr<const Scaling>> fitWhitening(const Dataset &dataset, bool backToFeatures, const Progress &progress,
                                                          std::vector<std::string> &remarks) {
    const Part &train = dataset.train;
    const Index features = train.features;
    if (features > mostWhitenedFeatures)
        return core::Error{"a sample of " + dataset.title + " has " + std::to_string(features) + " numbers, and at most " +
                               std::to_string(mostWhitenedFeatures) + " can be whitened",
                           "data.scaling", "Choose standardise."};
    std::vector<double> mean;
    MatrixXd covariance;
    if (!meanOf(train, progress, mean) || !covarianceOf(train, mean, progress, covariance))
        return cancelledError(dataset.key);
    const double largestEntry = covariance.cwiseAbs().maxCoeff();
    // Eigen 3.4 tells zero by a threshold that only holds for entries of about 1.
    if (largestEntry > 0)
        covariance /= largestEntry;
    const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(covariance);
    if (solver.info() != Eigen::Success)
        return core::Error{"the covariance of " + dataset.title + " could not be decomposed", "data.scaling", "Choose standardise."};
    PrincipalDirections found{solver.eigenvectors().rowwise().reverse(), solver.eigenvalues().reverse(), 0};
    found.counted = static_cast<Index>((found.variances.array() > safeShare * found.variances[0]).count());
    const bool isGraded = found.counted < features;
    if (isGraded && features <= mostGradedFeatures)
        found = gradedDirections(covariance);
    MatrixXd &directions = found.directions;
    const VectorXd spread = covariance.diagonal().cwiseMax(0);
    VectorXd deviations(features), factors(features);
    for (Index k = 0; k < features; ++k) {
        Index largest = 0;
        directions.col(k).cwiseAbs().maxCoeff(&largest);
        if (directions(largest, k) < 0)
            directions.col(k) *= -1;
        // Without a variance of its own, a direction is measured by what its features would give if they did not depend on each other.
        const double variance = (k < found.counted ? found.variances[k] : directions.col(k).cwiseAbs2().dot(spread)) * largestEntry;
        deviations[k] = k < found.counted ? std::sqrt(variance) : std::max(1.0, std::sqrt(variance));
        factors[k] = 1 / deviations[k];
    }
    if (found.counted < features)
        remarks.push_back(withoutVariance(features - found.counted, features));
    MatrixXd forward = directions * factors.asDiagonal(), backward = deviations.asDiagonal() * directions.transpose();
    if (backToFeatures) {
        forward = (forward * directions.transpose()).eval();
        backward = (directions * backward).eval();
    }
    return std::shared_ptr<const Scaling>(std::make_shared<Whitening>(features, std::move(mean), forward, backward));
}

} // namespace hourglass::data
