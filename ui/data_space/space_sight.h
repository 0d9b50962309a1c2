// How the data space is looked at: from which angle, how large, and what of a plane is in sight.
#pragma once

#include <QRectF>

#include "ui/data_space/space_frame.h"
#include "ui/space/turntable.h"

namespace hourglass::ui {

struct SpacePixel {
    double x = 0, y = 0, near = 0; ///< near: −1 … 1 within the box; 0 in a plane
};

class SpaceSight {
public:
    /// The room that the box fills at the zoom 1. Angle, zoom and place stay.
    void fit(const QRectF &room, const SpaceFrame &frame);
    /// As at first.
    void reset();

    SpacePixel pixelOf(const Place &place) const {
        if (m_isPlane)
            return {m_room.center().x() + (place[0] - m_middle.x()) * m_scaleX * m_zoom, m_room.center().y() - (place[1] - m_middle.y()) * m_scaleY * m_zoom,
                    0};
        const Seen seen = m_turntable.seen(place[0], place[1], place[2]);
        return {m_room.center().x() + seen.right * m_scaleX * m_zoom, m_room.center().y() - seen.up * m_scaleY * m_zoom, seen.near};
    }
    /// Of a plane: where a pixel lies.
    QPointF placeAt(const QPointF &pixel) const;

    /// Turns space by a drag of so many pixels, or moves the plane.
    void drag(const QPointF &pixels);
    /// One press of an arrow.
    void press(const QPointF &direction);
    /// Larger by this factor, at a pixel of a plane, at the middle of space.
    void zoom(double factor, const QPointF &pixel);

    bool isPlane() const { return m_isPlane; }
    double zoomed() const { return m_zoom; }
    double pixelsAUnit() const { return m_scaleX * m_zoom; } ///< of space
    const QRectF &room() const { return m_room; }
    const Turntable &turntable() const { return m_turntable; }
    bool operator==(const SpaceSight &) const = default;

private:
    QRectF m_room;
    bool m_isPlane = false;
    double m_scaleX = 1, m_scaleY = 1, m_zoom = 1;
    QPointF m_middle; ///< of what is in sight of a plane
    Turntable m_turntable;
};

} // namespace hourglass::ui
