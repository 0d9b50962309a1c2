// Codes in three dimensions: what the map shows of them is what is seen from one angle, which drags turn. All else of the map works on that.
#include "ui/latent/latent_map.h"

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>

#include "ui/latent/class_marks.h"
#include "ui/latent/latent_texts.h"
#include "ui/latent/map_glass.h"
#include "ui/latent/scatter.h"
#include "ui/latent/space_axes.h"

namespace hourglass::ui {

namespace {

constexpr double shownShare = 0.98; // of the codes, that lie within the radius
constexpr double spaceRim = 1.08;

} // namespace

QPointF LatentMap::seenAt(double x, double y, double z) const {
    const Seen seen = m_turntable.seen(x - m_spaceCentre[0], y - m_spaceCentre[1], z - m_spaceCentre[2]);
    return {seen.right, seen.up};
}

void LatentMap::look() {
    if (!m_space)
        return;
    const std::size_t count = m_space->x.size();
    std::array<double, 3> sums{};
    std::vector<double> distances;
    const auto isFinite = [this](std::size_t i) { return std::isfinite(m_space->x[i] + m_space->y[i] + m_space->z[i]); };
    for (std::size_t i = 0; i < count; ++i)
        if (isFinite(i)) {
            sums[0] += static_cast<double>(m_space->x[i]);
            sums[1] += static_cast<double>(m_space->y[i]);
            sums[2] += static_cast<double>(m_space->z[i]);
            distances.push_back(0);
        }
    for (std::size_t axis = 0; axis < 3; ++axis)
        m_spaceCentre[axis] = distances.empty() ? 0 : sums[axis] / static_cast<double>(distances.size());
    std::size_t known = 0;
    for (std::size_t i = 0; i < count; ++i)
        if (isFinite(i))
            distances[known++] = std::hypot(static_cast<double>(m_space->x[i]) - m_spaceCentre[0], static_cast<double>(m_space->y[i]) - m_spaceCentre[1],
                                            static_cast<double>(m_space->z[i]) - m_spaceCentre[2]);
    if (!distances.empty()) {
        const auto rank = distances.begin() + static_cast<std::ptrdiff_t>(shownShare * static_cast<double>(distances.size() - 1));
        std::nth_element(distances.begin(), rank, distances.end());
        m_spaceRadius = *rank > 0 ? *rank : 1;
    }
    refreshSight();
}

/// What is seen of them from here.
void LatentMap::refreshSight() {
    auto seen = std::make_shared<analysis::LatentPicture>(*m_space);
    seen->plane.reset();
    for (std::size_t i = 0; i < seen->x.size(); ++i) {
        const Seen at = m_turntable.seen(static_cast<double>(m_space->x[i]) - m_spaceCentre[0], static_cast<double>(m_space->y[i]) - m_spaceCentre[1],
                                         static_cast<double>(m_space->z[i]) - m_spaceCentre[2]);
        seen->x[i] = static_cast<float>(at.right);
        seen->y[i] = static_cast<float>(at.up);
        seen->z[i] = static_cast<float>(at.near);
    }
    m_picture = std::move(seen);
    std::array<QPointF, 3> ends;
    for (std::size_t axis = 0; axis < 3; ++axis) {
        const Seen end = m_turntable.seen(axis == 0 ? m_spaceRadius : 0, axis == 1 ? m_spaceRadius : 0, axis == 2 ? m_spaceRadius : 0);
        ends[axis] = {end.right, end.up};
    }
    m_spaceAxes->setEnds(ends);
    m_spaceAxes->setNames({axisName(m_space->axes, false), axisName(m_space->axes, true), depthName(m_space->axes)});
}

void LatentMap::turn(const QPointF &pixels) {
    m_turntable.drag(pixels);
    refreshSight();
    m_classMarks->trails().forget(); // they are of another angle
    m_scatter->setPoints(m_picture, m_scatter->spread());
    refreshPlaces();
    refreshCard();
    replot();
}

std::pair<Extent, Extent> LatentMap::spaceExtents() const {
    const double room = std::max(60, m_legendPlace.isEmpty() ? width() : m_legendPlace.left()), height = std::max(60, m_plot->height());
    const double perPixel = 2 * spaceRim * m_spaceRadius / std::min(room, height);
    return {Extent{-perPixel * room / 2, perPixel * room / 2}, Extent{-perPixel * height / 2, perPixel * height / 2}};
}

/// After the room has changed.
void LatentMap::fitSpace() {
    if (!isSpatial() || !m_hasRange)
        return;
    const auto [x, y] = spaceExtents();
    m_extentX = x;
    m_followX.jump(withRoomForLegend(x));
    m_followY.jump(y);
}

QString LatentMap::captionInSpace() const {
    const std::optional<std::size_t> point = m_hovered ? pointOf(*m_hovered) : std::nullopt;
    return point ? coordinatesInSpace(*m_space, *point) : QString();
}

} // namespace hourglass::ui
