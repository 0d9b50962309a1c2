#include "engine/analysis/subspace.h"

#include <algorithm>
#include <cassert>

#include "engine/analysis/covariance.h"
#include "engine/core/random.h"
#include "engine/kernels/kernels.h"

namespace hourglass::analysis {

namespace {

constexpr int passes = 5;
constexpr Index longestBlock = 512; // of SampleBlocks

core::Floats randomBasis(Index features, Index width) {
    const core::Random random(0, core::Stream::Projection);
    core::Floats basis(features * width);
    for (Index column = 0; column < width; ++column)
        for (Index row = 0; row < features; ++row)
            basis[row + column * features] = random.normal(0, column, row);
    orthonormalise({basis.data(), features, width, features});
    return basis;
}

/// Coordinates of centred samples in a basis.
class Coordinates {
public:
    Coordinates(const core::Floats &basis, Index features, Index width)
        : m_features(features), m_width(width), m_rows(width * features), m_codes(width * longestBlock) {
        kernels::transpose(features, width, basis.data(), features, m_rows.data(), width);
    }

    /// width × columns of the block; good until the next call.
    core::ConstView of(core::ConstView centred) {
        kernels::product(m_width, centred.columns, m_features, m_rows.data(), m_width, centred.data, 1, centred.stride, m_codes.data(), m_width, false);
        return {m_codes.data(), m_width, centred.columns, m_width};
    }

private:
    Index m_features, m_width;
    core::Floats m_rows; ///< the basis transposed
    core::Floats m_codes;
};

} // namespace

std::optional<LeadingSubspace> leadingSubspace(const SampleBlocks &samples, const core::Floats &mean, Index count, const std::atomic<bool> *cancelled) {
    const Index features = samples.features();
    assert(count <= features && samples.count() > 0);
    const Index width = std::min(features, count + std::max<Index>(16, count / 2));
    const double scale = 1.0 / static_cast<double>(samples.count());

    core::Floats basis = randomBasis(features, width);
    for (int pass = 0; pass + 1 < passes; ++pass) {
        Coordinates coordinates(basis, features, width);
        core::Floats image(features * width);
        const bool isDone = samples.visit(cancelled, [&](core::View block) {
            centre(block, mean);
            const core::ConstView codes = coordinates.of(block);
            // image += block · codesᵀ
            kernels::product(features, width, block.columns, block.data, block.stride, codes.data, codes.stride, 1, image.data(), features, true);
        });
        if (!isDone)
            return std::nullopt;
        basis = std::move(image);
        orthonormalise({basis.data(), features, width, features});
    }

    LeadingSubspace result;
    Coordinates coordinates(basis, features, width);
    OuterProductSum inner(width);
    const bool isDone = samples.visit(cancelled, [&](core::View block) {
        result.totalVariance += scale * kernels::squaredError(features, block.columns, block.data, block.stride, mean.data(), 0, nullptr, 0, 0);
        centre(block, mean);
        inner.add(coordinates.of(block));
    });
    if (!isDone)
        return std::nullopt;
    std::vector<double> covariance = inner.take();
    for (double &value : covariance)
        value *= scale;
    result.pairs = leadingEigenpairs(covariance, width, count);

    // Back from coordinates in the basis to features.
    std::vector<double> directions(static_cast<std::size_t>(features * count));
    for (Index k = 0; k < count; ++k)
        for (Index j = 0; j < width; ++j) {
            const double weight = result.pairs.vectors[j + k * width];
            for (Index row = 0; row < features; ++row)
                directions[row + k * features] += weight * static_cast<double>(basis[row + j * features]);
        }
    result.pairs.size = features;
    result.pairs.vectors = std::move(directions);
    return result;
}

} // namespace hourglass::analysis
