// The angle from which points of space are looked at: turned about the vertical, which is the third direction, and tilted.
#pragma once

#include <QPointF>

namespace hourglass::ui {

/// Where a place is seen, in its own lengths: nothing becomes smaller with the distance.
struct Seen {
    double right = 0, up = 0, near = 0;
};

class Turntable {
public:
    Turntable();

    Seen seen(double x, double y, double z) const {
        const double right = x * m_cosAzimuth + y * m_sinAzimuth, away = y * m_cosAzimuth - x * m_sinAzimuth;
        return {right, z * m_cosElevation + away * m_sinElevation, z * m_sinElevation - away * m_cosElevation};
    }
    /// Radians; it is tilted no further than to straight above or below.
    void turn(double aside, double upwards);
    /// As the hand does that takes hold of the nearest place and goes so many pixels.
    void drag(const QPointF &pixels);
    /// One press of an arrow, as `drag` goes: (±1, 0) or (0, ±1), down is positive.
    void press(const QPointF &direction);

    double azimuth() const { return m_azimuth; }
    double elevation() const { return m_elevation; }
    bool operator==(const Turntable &) const = default;

private:
    double m_azimuth, m_elevation; ///< radians
    double m_cosAzimuth, m_sinAzimuth, m_cosElevation, m_sinElevation;
};

} // namespace hourglass::ui
