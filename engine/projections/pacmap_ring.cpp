#include "engine/projections/pacmap_ring.h"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <utility>

#include "engine/kernels/projections.h"
#include "engine/projections/layout_points.h"

namespace hourglass::projections {

PacmapRing::PacmapRing(Index samples, Index pairs, const core::Random &random)
    : m_samples(samples), m_places(static_cast<std::size_t>(samples)), m_isShift(static_cast<std::size_t>(samples)) {
    assert(4 * pairs <= samples);
    std::iota(m_places.begin(), m_places.end(), 0);
    for (Index last = samples - 1; last > 0; --last) // Fisher and Yates' shuffle
        std::swap(m_places[static_cast<std::size_t>(last)], m_places[static_cast<std::size_t>(random.below(last + 1, 2, 0, static_cast<std::uint64_t>(last)))]);
    for (std::uint64_t draw = 0; std::ssize(m_shifts) < 2 * pairs; ++draw) {
        const Index shift = random.below(samples, 2, 1, draw), back = samples - shift;
        if (shift == 0 || shift == back || m_isShift[static_cast<std::size_t>(shift)])
            continue;
        for (const Index each : {shift, back}) {
            m_isShift[static_cast<std::size_t>(each)] = true;
            m_shifts.push_back(each);
        }
    }
}

void PacmapRing::take(Index from, Index to, const Layout &layout) {
    if (m_at.samples() == 0) {
        m_at = Layout(m_samples + pointsOfChunk, layout.dimensions());
        m_gradient = Layout(core::padded(m_samples), layout.dimensions());
    }
    for (Index axis = 0; axis < layout.dimensions(); ++axis) {
        const float *own = layout.axis(axis).data();
        float *at = m_at.axis(axis).data();
        for (Index sample = from; sample < to; ++sample) {
            const Index place = placeOf(sample);
            at[place] = own[sample];
            if (place < pointsOfChunk)
                at[m_samples + place] = own[sample];
        }
    }
}

void PacmapRing::gradient(Index chunk, float weight) {
    const Index from = chunk * pointsOfChunk;
    kernels::pacmapRing(from, std::min(from + pointsOfChunk, m_samples), m_samples, std::ssize(m_shifts), m_shifts.data(), weight,
                        pointsOf(std::as_const(m_at)), pointsOf(m_gradient));
}

void PacmapRing::addTo(Index from, Index to, Layout &gradient) const {
    for (Index axis = 0; axis < gradient.dimensions(); ++axis) {
        const float *own = m_gradient.axis(axis).data();
        float *all = gradient.axis(axis).data();
        for (Index sample = from; sample < to; ++sample)
            all[sample] += own[placeOf(sample)];
    }
}

} // namespace hourglass::projections
