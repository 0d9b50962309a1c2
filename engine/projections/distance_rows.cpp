#include "engine/projections/distance_rows.h"

#include <algorithm>
#include <array>
#include <vector>

#include "engine/kernels/kernels.h"

namespace hourglass::projections {

DistanceRows::DistanceRows(core::ConstView codes)
    : m_samples(codes.columns), m_dimensions(codes.rows), m_stride(core::strideOf(codes.columns)), m_turned(m_stride * codes.rows), m_norms(codes.columns) {
    constexpr Index together = 64; // samples whose numbers stay in the nearest cache while they are turned
    const auto dimensions = static_cast<std::size_t>(m_dimensions);
    std::vector<double> sums(dimensions);
    for (Index sample = 0; sample < m_samples; ++sample)
        for (std::size_t row = 0; row < dimensions; ++row)
            sums[row] += static_cast<double>(codes.column(sample)[row]);
    for (Index first = 0; first < m_samples; first += together) {
        const Index last = std::min(first + together, m_samples);
        std::array<double, together> norms{};
        for (std::size_t row = 0; row < dimensions; ++row) {
            const auto mean = static_cast<float>(sums[row] / static_cast<double>(m_samples));
            float *turned = m_turned.data() + static_cast<Index>(row) * m_stride;
            for (Index sample = first; sample < last; ++sample) {
                turned[sample] = codes.column(sample)[row] - mean;
                norms[static_cast<std::size_t>(sample - first)] += static_cast<double>(turned[sample]) * static_cast<double>(turned[sample]);
            }
        }
        for (Index sample = first; sample < last; ++sample)
            m_norms[sample] = static_cast<float>(norms[static_cast<std::size_t>(sample - first)]);
    }
}

void DistanceRows::products(Index from, Index count, Index first, Index queries, Index step, float *products, Index stride) const {
    kernels::product(count, queries, m_dimensions, m_turned.data() + from, m_stride, m_turned.data() + first, m_stride, step, products, stride, false);
}

} // namespace hourglass::projections
