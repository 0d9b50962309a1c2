#include "engine/projections/pacmap_ring.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <numeric>
#include <utility>

#include "engine/projections/layout_points.h"

namespace hourglass::projections {

PacmapRing::PacmapRing(Index points, Index pairs, Index dimensions, const core::Random &random)
    : m_points(points), m_dimensions(dimensions), m_places(static_cast<std::size_t>(points)), m_pointAt(static_cast<std::size_t>(points)),
      m_isShift(static_cast<std::size_t>(points)), m_at(points + pointsOfChunk, dimensions), m_gradient(points * dimensions) {
    assert(4 * pairs <= points && pointsOfChunk <= points);
    std::iota(m_places.begin(), m_places.end(), 0);
    for (Index last = points - 1; last > 0; --last) // Fisher and Yates' shuffle
        std::swap(m_places[static_cast<std::size_t>(last)], m_places[static_cast<std::size_t>(random.below(last + 1, 2, 0, static_cast<std::uint64_t>(last)))]);
    for (std::size_t point = 0; point < m_places.size(); ++point)
        m_pointAt[static_cast<std::size_t>(m_places[point])] = static_cast<std::int32_t>(point);
    for (std::uint64_t draw = 0; std::ssize(m_shifts) < 2 * pairs; ++draw) {
        const Index shift = random.below(points, 2, 1, draw), back = points - shift;
        if (shift == 0 || shift == back || m_isShift[static_cast<std::size_t>(shift)])
            continue;
        for (const Index each : {shift, back}) {
            m_isShift[static_cast<std::size_t>(each)] = true;
            m_shifts.push_back(each);
        }
    }
}

void PacmapRing::take(Index chunk, const kernels::ConstPoints &at) {
    const Index from = chunk * pointsOfChunk, to = std::min(from + pointsOfChunk, m_points);
    float *x = m_at.x.data(), *y = m_at.y.data();
    for (Index place = from; place < to; ++place) {
        const Index point = m_pointAt[static_cast<std::size_t>(place)];
        x[place] = at.twos ? at.twos[2 * point] : at.x[point];
        y[place] = at.twos ? at.twos[2 * point + 1] : at.y[point];
        if (m_dimensions > 2)
            m_at.z[place] = at.z[point];
    }
    if (chunk == 0)
        for (Index axis = 0; axis < m_dimensions; ++axis)
            std::copy_n(m_at.axis(axis).data(), pointsOfChunk, m_at.axis(axis).data() + m_points);
}

void PacmapRing::gradient(Index chunk, float weight) {
    const Index from = chunk * pointsOfChunk, to = std::min(from + pointsOfChunk, m_points);
    alignas(64) std::array<std::array<float, pointsOfChunk>, 3> found;
    kernels::pacmapRing(from, to, m_points, std::ssize(m_shifts), m_shifts.data(), weight, pointsOf(std::as_const(m_at)),
                        {found[0].data(), found[1].data(), found[2].data()});
    float *own = m_gradient.data() + from * m_dimensions;
    for (std::size_t i = 0; i < static_cast<std::size_t>(to - from); ++i)
        for (std::size_t axis = 0; axis < static_cast<std::size_t>(m_dimensions); ++axis)
            *own++ = found[axis][i];
}

void PacmapRing::addTo(Index from, Index to, Layout &gradient) const {
    float *x = gradient.x.data(), *y = gradient.y.data();
    for (Index point = from; point < to; ++point) {
        const float *own = m_gradient.data() + placeOf(point) * m_dimensions;
        x[point] += own[0];
        y[point] += own[1];
        if (m_dimensions > 2)
            gradient.z[point] += own[2];
    }
}

} // namespace hourglass::projections
