// PaCMAP's further pairs of many points, without a list of them.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/random.h"
#include "engine/core/thread_pool.h"
#include "engine/kernels/projections.h"
#include "engine/projections/layout.h"

namespace hourglass::projections {

/// All points on a ring, in an order drawn by lot, and some shifts along it, drawn by lot too: a point's further pairs are those that stand so many places
/// before and behind it. Each pair of points is as likely as any other, and each point is in as many pairs. What is read of them lies together, where pairs
/// drawn one by one lie anywhere in memory. The same bits on any number of threads.
class PacmapRing {
public:
    /// `pairs` of each point besides those of which others are the first: at most a quarter of the points, of which there are more than pointsOfChunk.
    PacmapRing(Index points, Index pairs, Index dimensions, const core::Random &random);

    bool arePaired(std::int32_t a, std::int32_t b) const { return m_isShift[static_cast<std::size_t>(shiftFrom(a, b))]; }

    /// Brings the points to where they stand on the ring: a piece of work for each of chunks().
    void take(Index chunk, const kernels::ConstPoints &at);
    /// A piece of work for each of chunks(): all points were taken.
    void gradient(Index chunk, float weight);
    Index chunks() const { return (m_points + pointsOfChunk - 1) / pointsOfChunk; }
    /// Adds what gradient() found for these points.
    void addTo(Index from, Index to, Layout &gradient) const;

    static constexpr Index pointsOfChunk = 512;

private:
    Index placeOf(Index point) const { return m_places[static_cast<std::size_t>(point)]; }
    Index shiftFrom(Index a, Index b) const { return (placeOf(b) - placeOf(a) + m_points) % m_points; }

    Index m_points, m_dimensions;
    std::vector<std::int32_t> m_places, m_pointAt; ///< of each point, and who stands at each place
    std::vector<std::int64_t> m_shifts;            ///< both ways
    std::vector<bool> m_isShift;
    Layout m_at;             ///< in the order of the ring; the first of it once more at its end
    core::Floats m_gradient; ///< in the order of the ring, the numbers of a point beside each other
};

} // namespace hourglass::projections
