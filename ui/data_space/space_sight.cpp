#include "ui/data_space/space_sight.h"

#include <algorithm>

namespace hourglass::ui {

namespace {

constexpr double smallestZoom = 0.2, largestZoom = 200, largestZoomOfSpace = 8;
constexpr double pixelsAKey = 40;

} // namespace

void SpaceSight::fit(const QRectF &room, const SpaceFrame &frame) {
    m_room = room;
    m_isPlane = frame.dimensions() == 2;
    m_scaleX = m_scaleY = std::max(1.0, std::min(room.width(), room.height())) / 2;
    if (!m_isPlane)
        return;
    m_scaleX = std::max(1.0, room.width() / 2 / frame.axes()[0].half);
    m_scaleY = std::max(1.0, room.height() / 2 / frame.axes()[1].half);
    if (frame.hasOneScale())
        m_scaleX = m_scaleY = std::min(m_scaleX, m_scaleY);
}

void SpaceSight::reset() {
    m_zoom = 1;
    m_middle = {};
    m_turntable = {};
}

QPointF SpaceSight::placeAt(const QPointF &pixel) const {
    return {m_middle.x() + (pixel.x() - m_room.center().x()) / (m_scaleX * m_zoom), m_middle.y() - (pixel.y() - m_room.center().y()) / (m_scaleY * m_zoom)};
}

void SpaceSight::drag(const QPointF &pixels) {
    if (m_isPlane)
        m_middle -= QPointF(pixels.x() / (m_scaleX * m_zoom), -pixels.y() / (m_scaleY * m_zoom));
    else
        m_turntable.drag(pixels);
}

void SpaceSight::press(const QPointF &direction) {
    if (m_isPlane)
        drag(-direction * pixelsAKey);
    else
        m_turntable.press(direction);
}

void SpaceSight::zoom(double factor, const QPointF &pixel) {
    const QPointF held = placeAt(pixel);
    m_zoom = std::clamp(m_zoom * factor, smallestZoom, m_isPlane ? largestZoom : largestZoomOfSpace);
    if (m_isPlane)
        m_middle += held - placeAt(pixel);
}

} // namespace hourglass::ui
