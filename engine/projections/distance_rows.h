// Codes as products of them want them.
#pragma once

#include "engine/core/types.h"

namespace hourglass::projections {

using core::Index;

/// Codes without their mean, turned round for products: what distances are estimated from.
class DistanceRows {
public:
    DistanceRows() = default;
    explicit DistanceRows(core::ConstView codes);

    Index samples() const { return m_samples; }
    float norm(Index sample) const { return m_norms[sample]; } ///< the squared length of a centred code
    const float *norms() const { return m_norms.data(); }
    /// products[sample − from, i] = the scalar products of centred codes, for `count` samples and the queries first + i · step.
    void products(Index from, Index count, Index first, Index queries, Index step, float *products, Index stride) const;

private:
    Index m_samples = 0, m_dimensions = 0, m_stride = 0;
    core::Floats m_turned; ///< samples × dimensions: a column a dimension
    core::Floats m_norms;
};

} // namespace hourglass::projections
