// Samples that lie together in boxes: what is far from a box is far from all that is in it, and need not be looked at one by one.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "engine/core/types.h"
#include "engine/projections/distance_rows.h"

namespace hourglass::projections {

constexpr Index samplesOfBox = 48; ///< as high as the tile of a product

/// At most so many axes of the codes, those of the largest variance.
std::vector<std::int32_t> widestAxes(core::ConstView codes, Index most);
/// Brings these samples into an order in which each samplesOfBox that follow one another lie together: halved again and again along the one of the
/// axes on which they vary most (a k-d tree: Friedman, Bentley and Finkel 1977).
void sortIntoBoxes(core::ConstView codes, const std::vector<std::int32_t> &axes, std::vector<std::int32_t> &samples);

/// Borrows the rows, of which the first `samples` are in boxes.
class SampleBoxes {
public:
    SampleBoxes(const DistanceRows &rows, Index samples, std::vector<std::int32_t> axes);

    Index count() const { return (m_samples + samplesOfBox - 1) / samplesOfBox; }
    Index samples() const { return m_samples; }
    float largestNorm(Index box) const { return m_norms[static_cast<std::size_t>(box)]; } ///< of a sample in it
    /// How far the samples first … first + queries − 1 lie outside the box, along the axes it has: no squared distance to a sample in it is less, but for
    /// rounding. `squares` has room for core::slack more.
    void squaredDistances(Index box, Index first, Index queries, float *squares) const;
    /// How far each box lies from the smallest box about these samples, with its number: nothing that squaredDistances() has of it is less, but for rounding.
    void squaredDistances(Index first, Index queries, std::vector<std::pair<float, Index>> &squares) const;

private:
    const DistanceRows &m_rows;
    Index m_samples;
    std::vector<std::int32_t> m_axes;
    std::vector<float> m_low, m_high; ///< axes of a box together
    std::vector<float> m_norms;
};

} // namespace hourglass::projections
