// Points of a plane or of space, turned at random into a space of more dimensions.
#pragma once

#include <array>
#include <vector>

#include "engine/data/generators/draw.h"

namespace hourglass::data {

/// A rotation drawn with the seed (orthonormal columns by Gram and Schmidt), none where the dimensions are the coordinates; noise in every
/// dimension; then a shift and one scale for all, so that every number lies in [0, 1] and as much of it is used as can be.
class Embedding {
public:
    /// `noise` is a deviation, in the units of the points.
    Embedding(const Draw &draw, Index coordinates, Index dimensions, double noise);

    /// |point| ≤ 1; writes `dimensions` numbers.
    void place(const std::array<double, 3> &point, RandomDraws &draws, float *to) const;

private:
    Index m_coordinates, m_dimensions;
    std::vector<double> m_columns; ///< coordinates × dimensions, the numbers of a column beside each other
    double m_noise, m_scale;
};

} // namespace hourglass::data
