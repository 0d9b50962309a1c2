// Codes as the search for neighbours multiplies them.
#pragma once

#include "engine/core/thread_pool.h"
#include "engine/core/types.h"

namespace hourglass::projections {

using core::Index;

constexpr Index samplesOfBox = 48; ///< as high as the tile of a product

/// Codes without their mean, in panels of samplesOfBox that follow one another: in a panel axis after axis, so that a product reads it from end to end.
class DistancePanels {
public:
    DistancePanels() = default;
    DistancePanels(core::ConstView codes, core::ThreadPool &pool);

    Index dimensions() const { return m_dimensions; }
    /// Of the box with this number: that of sample `i` in it along an axis is at axis · samplesOfBox + i.
    const float *panel(Index box) const { return m_panels.data() + box * samplesOfBox * m_dimensions; }
    /// The number of a sample along the first axis; along the others it is samplesOfBox further each.
    const float *at(Index sample) const { return panel(sample / samplesOfBox) + sample % samplesOfBox; }
    float norm(Index sample) const { return m_norms[sample]; } ///< the squared length of a centred code
    const float *norms() const { return m_norms.data(); }

private:
    Index m_dimensions = 0;
    core::Floats m_panels, m_norms;
};

} // namespace hourglass::projections
