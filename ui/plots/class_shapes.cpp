#include "ui/plots/class_shapes.h"

#include <QPolygonF>

#include <cmath>
#include <numbers>

namespace hourglass::ui {

namespace {

constexpr int shapes = 10;

/// Corners at even angles from `first` (upwards is 0), alternately at the two distances.
QPolygonF star(const QPointF &centre, int corners, double first, double outer, double inner) {
    QPolygonF polygon;
    for (int i = 0; i < corners; ++i) {
        const double angle = first + 2 * std::numbers::pi * i / corners, reach = i % 2 ? inner : outer;
        polygon << centre + QPointF(reach * std::sin(angle), -reach * std::cos(angle));
    }
    return polygon;
}

QPolygonF cross(const QPointF &centre, double reach, double half, double turned) {
    const QPointF corners[] = {{half, -reach}, {half, -half}, {reach, -half}, {reach, half},   {half, half},   {half, reach},
                               {-half, reach}, {-half, half}, {-reach, half}, {-reach, -half}, {-half, -half}, {-half, -reach}};
    QPolygonF polygon;
    for (const QPointF &corner : corners)
        polygon << centre +
                       QPointF(corner.x() * std::cos(turned) - corner.y() * std::sin(turned), corner.x() * std::sin(turned) + corner.y() * std::cos(turned));
    return polygon;
}

} // namespace

int shapeOfClass(int label) {
    return label < 0 ? roundShape : (label + label / shapes) % shapes;
}

QPainterPath classShape(int shape, const QPointF &centre, double radius) {
    constexpr double quarter = std::numbers::pi / 4, third = std::numbers::pi / 3;
    QPainterPath path;
    const auto filled = [&path](const QPolygonF &polygon) {
        path.addPolygon(polygon);
        path.closeSubpath();
    };
    switch (shape) {
    case 1: // square
        filled(star(centre, 4, quarter, 1.25 * radius, 1.25 * radius));
        break;
    case 2: // triangle
        filled(star(centre, 3, 0, 1.5 * radius, 1.5 * radius));
        break;
    case 3: // diamond
        filled(star(centre, 4, 0, 1.4 * radius, 1.4 * radius));
        break;
    case 4: // plus
        filled(cross(centre, 1.35 * radius, 0.38 * radius, 0));
        break;
    case 5: // triangle on its tip
        filled(star(centre, 3, third, 1.5 * radius, 1.5 * radius));
        break;
    case 6: // cross
        filled(cross(centre, 1.35 * radius, 0.38 * radius, quarter));
        break;
    case 7: // ring
        path.setFillRule(Qt::OddEvenFill);
        path.addEllipse(centre, 1.15 * radius, 1.15 * radius);
        path.addEllipse(centre, 0.55 * radius, 0.55 * radius);
        break;
    case 8: // star
        filled(star(centre, 10, 0, 1.5 * radius, 0.65 * radius));
        break;
    case 9: // upright bar
        path.addRect(QRectF(centre - QPointF(0.5 * radius, 1.35 * radius), QSizeF(radius, 2.7 * radius)));
        break;
    default: path.addEllipse(centre, radius, radius);
    }
    return path;
}

} // namespace hourglass::ui
