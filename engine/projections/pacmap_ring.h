// PaCMAP's further pairs of many samples, without a list of them.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/random.h"
#include "engine/core/thread_pool.h"
#include "engine/projections/layout.h"

namespace hourglass::projections {

/// All samples on a ring, in an order drawn by lot, and some shifts along it, drawn by lot too: a sample's further pairs are those that stand so many places
/// before and behind it. Each pair of samples is as likely as any other, and each sample is in as many pairs. What is read of them lies together, where pairs
/// drawn one by one lie anywhere in memory. The same bits on any number of threads.
class PacmapRing {
public:
    /// `pairs` of each sample besides those of which others are the first: at most a quarter of the samples.
    PacmapRing(Index samples, Index pairs, const core::Random &random);

    bool arePaired(std::int32_t a, std::int32_t b) const { return m_isShift[static_cast<std::size_t>(shiftFrom(a, b))]; }

    /// Brings these points of the layout to where they stand on the ring.
    void take(Index from, Index to, const Layout &layout);
    /// A piece of work for each of chunks(): all points were taken.
    void gradient(Index chunk, float weight);
    Index chunks() const { return (m_samples + pointsOfChunk - 1) / pointsOfChunk; }
    /// Adds what gradient() found for these points.
    void addTo(Index from, Index to, Layout &gradient) const;

private:
    static constexpr Index pointsOfChunk = 512;

    Index placeOf(Index sample) const { return m_places[static_cast<std::size_t>(sample)]; }
    Index shiftFrom(Index a, Index b) const { return (placeOf(b) - placeOf(a) + m_samples) % m_samples; }

    Index m_samples;
    std::vector<std::int32_t> m_places; ///< of each sample
    std::vector<std::int64_t> m_shifts; ///< both ways
    std::vector<bool> m_isShift;
    Layout m_at; ///< in the order of the ring; the first of it once more at its end
    Layout m_gradient;
};

} // namespace hourglass::projections
