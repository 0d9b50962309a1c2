#include "ui/space/turntable.h"

#include <algorithm>
#include <cmath>

namespace hourglass::ui {

namespace {

constexpr double pi = 3.14159265358979323846;
constexpr double firstAzimuth = 0.35, firstElevation = 0.5, steepest = pi / 2;
constexpr double radiansAPixel = 0.008, radiansAKey = 0.1;

} // namespace

Turntable::Turntable() : m_azimuth(firstAzimuth), m_elevation(firstElevation) {
    turn(0, 0);
}

void Turntable::turn(double aside, double upwards) {
    m_azimuth = std::remainder(m_azimuth + aside, 2 * pi);
    m_elevation = std::clamp(m_elevation + upwards, -steepest, steepest);
    m_cosAzimuth = std::cos(m_azimuth);
    m_sinAzimuth = std::sin(m_azimuth);
    m_cosElevation = std::cos(m_elevation);
    m_sinElevation = std::sin(m_elevation);
}

void Turntable::drag(const QPointF &pixels) {
    turn(-pixels.x() * radiansAPixel, pixels.y() * radiansAPixel);
}

void Turntable::press(const QPointF &direction) {
    turn(-direction.x() * radiansAKey, direction.y() * radiansAKey);
}

} // namespace hourglass::ui
