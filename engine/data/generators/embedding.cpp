#include "engine/data/generators/embedding.h"

#include <algorithm>
#include <cmath>

namespace hourglass::data {

Embedding::Embedding(const Draw &draw, Index coordinates, Index dimensions, double noise)
    : m_coordinates(coordinates), m_dimensions(dimensions), m_columns(static_cast<std::size_t>(coordinates * dimensions)), m_noise(noise) {
    for (Index c = 0; c < coordinates; ++c) {
        double *column = m_columns.data() + c * dimensions;
        RandomDraws draws = draw.sharedDraws(c);
        for (Index d = 0; d < dimensions; ++d)
            column[d] = dimensions == coordinates ? (c == d ? 1.0 : 0.0) : draws.normal();
        for (Index before = 0; before < c; ++before) {
            const double *other = m_columns.data() + before * dimensions;
            double along = 0.0;
            for (Index d = 0; d < dimensions; ++d)
                along += column[d] * other[d];
            for (Index d = 0; d < dimensions; ++d)
                column[d] -= along * other[d];
        }
        double square = 0.0;
        for (Index d = 0; d < dimensions; ++d)
            square += column[d] * column[d];
        for (Index d = 0; d < dimensions; ++d)
            column[d] /= std::sqrt(square);
    }
    double longest = 0.0; // how far a point of length 1 reaches along the dimension that sees it best
    for (Index d = 0; d < dimensions; ++d) {
        double square = 0.0;
        for (Index c = 0; c < coordinates; ++c)
            square += m_columns[static_cast<std::size_t>(c * dimensions + d)] * m_columns[static_cast<std::size_t>(c * dimensions + d)];
        longest = std::max(longest, std::sqrt(square));
    }
    m_scale = 0.5 / (longest + furthestNormal * noise);
}

void Embedding::place(const std::array<double, 3> &point, RandomDraws &draws, float *to) const {
    for (Index d = 0; d < m_dimensions; ++d) {
        double value = m_noise > 0.0 ? m_noise * draws.normal() : 0.0;
        for (Index c = 0; c < m_coordinates; ++c)
            value += m_columns[static_cast<std::size_t>(c * m_dimensions + d)] * point[static_cast<std::size_t>(c)];
        to[d] = static_cast<float>(std::clamp(0.5 + m_scale * value, 0.0, 1.0)); // of rounding alone
    }
}

} // namespace hourglass::data
