// Samples that lie together in boxes: what is far from a box is far from all that is in it, and need not be looked at one by one.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "engine/core/types.h"
#include "engine/projections/distance_panels.h"

namespace hourglass::projections {

/// At most so many axes of the codes, those of the largest variance, the largest first.
std::vector<std::int32_t> widestAxes(core::ConstView codes, Index most);
/// Brings these samples into an order in which each samplesOfBox that follow one another lie together: halved again and again along the one of the
/// axes on which they vary most (a k-d tree: Friedman, Bentley and Finkel 1977).
void sortIntoBoxes(core::ConstView codes, const std::vector<std::int32_t> &axes, std::vector<std::int32_t> &samples);

/// Borrows the panels, of which the first ones, with `samples` of them, are boxes.
class SampleBoxes {
public:
    SampleBoxes(const DistancePanels &panels, Index samples, std::vector<std::int32_t> axes, core::ThreadPool &pool);

    Index count() const { return (m_samples + samplesOfBox - 1) / samplesOfBox; }
    Index samplesIn(Index box) const { return std::min(samplesOfBox, m_samples - box * samplesOfBox); }
    float largestNorm(Index box) const { return m_norms[static_cast<std::size_t>(box)]; } ///< of a sample in it
    /// How far the samples first … first + queries − 1, all of one panel, lie outside the box, along the axes it has: no squared distance to a sample in it is
    /// less, but for rounding. Returns the least; once that is known to be more than `enough`, `squares` are too small. They have room for core::slack more.
    float squaredDistances(Index box, Index first, Index queries, float enough, float *squares) const;
    /// How far each box lies from the smallest box about these samples of a panel: nothing that squaredDistances() has of it is less, but for
    /// rounding. `squares` gets room for core::slack more.
    void squaredGaps(Index first, Index queries, std::vector<float> &squares) const;

private:
    const DistancePanels &m_panels;
    Index m_samples, m_stride;
    std::vector<std::int32_t> m_axes;
    std::vector<float> m_low, m_high;   ///< axes of a box together
    std::vector<float> m_lows, m_highs; ///< boxes of an axis together, m_stride from one axis to the next
    std::vector<float> m_norms;
};

} // namespace hourglass::projections
