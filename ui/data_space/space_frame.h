// Where two or three features lie in the view: a box around all samples, its middle at 0, with the numbers of the source along its edges.
#pragma once

#include <QPointF>
#include <QString>

#include <array>
#include <vector>

#include "engine/core/types.h"
#include "ui/plots/extent.h"

namespace hourglass::ui {

/// A feature.
struct SpaceAxis {
    QString name;
    double offset = 0; ///< added to a number before it is written
    Extent extent;     ///< of all samples, with some room, less the offset
    double half = 1;   ///< half of the box's edge, in the view
};

using Place = std::array<double, 3>; ///< in the view; the third is 0 in a plane

class SpaceFrame {
public:
    /// `points`: axes × samples. One scale for all features where none spans more than four times another; else each has its own. The farthest corner
    /// of the box lies 1 from its middle.
    static SpaceFrame around(const std::vector<float> &points, std::vector<SpaceAxis> axes);

    bool isEmpty() const { return m_axes.empty(); }
    int dimensions() const { return static_cast<int>(m_axes.size()); }
    const std::vector<SpaceAxis> &axes() const { return m_axes; }
    bool hasOneScale() const { return m_hasOneScale; }

    Place placeOf(const float *values) const {
        Place place{};
        for (std::size_t axis = 0; axis < m_axes.size(); ++axis)
            place[axis] = placeAlong(axis, static_cast<double>(values[axis]));
        return place;
    }
    double placeAlong(std::size_t axis, double value) const {
        const SpaceAxis &along = m_axes[axis];
        return (2 * (value - along.extent.lower) / along.extent.size() - 1) * along.half;
    }
    double valueAlong(std::size_t axis, double place) const {
        const SpaceAxis &along = m_axes[axis];
        return along.extent.lower + (place / along.half + 1) / 2 * along.extent.size();
    }

private:
    std::vector<SpaceAxis> m_axes;
    bool m_hasOneScale = true;
};

/// A number along an axis, less its offset, and as it is written.
struct SpaceTick {
    double value;
    QString text;
};

/// About `count` of them, at whole steps of the source's numbers.
std::vector<SpaceTick> ticksWithin(const Extent &extent, double offset, double count);

} // namespace hourglass::ui
