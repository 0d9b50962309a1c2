#include "engine/projections/distance_rows.h"

#include <vector>

#include "engine/kernels/kernels.h"

namespace hourglass::projections {

DistanceRows::DistanceRows(core::ConstView codes)
    : m_samples(codes.columns), m_dimensions(codes.rows), m_stride(core::strideOf(codes.columns)), m_turned(m_stride * codes.rows), m_norms(codes.columns) {
    std::vector<double> norms(static_cast<std::size_t>(m_samples));
    for (Index row = 0; row < m_dimensions; ++row) {
        double sum = 0;
        for (Index sample = 0; sample < m_samples; ++sample)
            sum += static_cast<double>(codes.column(sample)[row]);
        const auto mean = static_cast<float>(sum / static_cast<double>(m_samples));
        float *turned = m_turned.data() + row * m_stride;
        for (Index sample = 0; sample < m_samples; ++sample) {
            turned[sample] = codes.column(sample)[row] - mean;
            norms[static_cast<std::size_t>(sample)] += static_cast<double>(turned[sample]) * static_cast<double>(turned[sample]);
        }
    }
    for (Index sample = 0; sample < m_samples; ++sample)
        m_norms[sample] = static_cast<float>(norms[static_cast<std::size_t>(sample)]);
}

void DistanceRows::products(Index from, Index count, Index first, Index queries, Index step, float *products, Index stride) const {
    kernels::product(count, queries, m_dimensions, m_turned.data() + from, m_stride, m_turned.data() + first, m_stride, step, products, stride, false);
}

} // namespace hourglass::projections
