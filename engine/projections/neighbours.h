// The nearest samples of each sample, exactly: what t-SNE, UMAP, PaCMAP and their judges start from.
#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/result.h"
#include "engine/core/thread_pool.h"
#include "engine/core/types.h"

namespace hourglass::projections {

using core::Index;

/// The `count` nearest of each sample, without itself, nearest first; of equal distances the lower number first.
struct Neighbours {
    Index count = 0;
    std::vector<std::int32_t> indices;   ///< samples × count, those of one sample together
    std::vector<float> squaredDistances; ///< likewise; rounded from double

    std::span<const std::int32_t> of(Index sample) const { return std::span(indices).subspan(static_cast<std::size_t>(sample * count), static_cast<std::size_t>(count)); }
};

/// Euclidean distances between the columns of `codes`. They are estimated by products of centred codes, with a bound of their rounding, and
/// those that may be among the nearest are measured in double: the result is that of a loop over all pairs, to the bit, on any number of
/// threads. count < samples. An error where a code is not finite or so large that its square is not, and where it was cancelled.
core::Result<Neighbours> nearestNeighbours(core::ConstView codes, Index count, core::ThreadPool &pool, const std::atomic<bool> *cancelled = nullptr);

/// Codes without their mean, turned round for products: what distances are estimated from.
class DistanceRows {
public:
    DistanceRows() = default;
    explicit DistanceRows(core::ConstView codes);

    Index samples() const { return m_samples; }
    float norm(Index sample) const { return m_norms[sample]; } ///< the squared length of a centred code
    const float *norms() const { return m_norms.data(); }
    /// products[sample − from, query − first] = the scalar products of centred codes, for `count` samples and `queries` queries.
    void products(Index from, Index count, Index first, Index queries, float *products, Index stride) const;

private:
    Index m_samples = 0, m_dimensions = 0, m_stride = 0;
    core::Floats m_turned; ///< samples × dimensions: a column a dimension
    core::Floats m_norms;
};

} // namespace hourglass::projections
