// Straight lines and triangles put straight into an image: thousands within a frame.
#pragma once

#include <QImage>
#include <QPointF>

#include <array>

namespace hourglass::ui {

/// Blends a line over an image of premultiplied ARGB, in its pixels; what lies outside, or is not finite, is left out. Where two lines meet end to end
/// nothing is drawn twice. `colour` is not premultiplied.
void strokeLine(QImage &image, const QPointF &from, const QPointF &to, QRgb colour, double width);

/// The same of a triangle, by the middles of its pixels: where two share an edge, none is left out or drawn twice.
void fillTriangle(QImage &image, std::array<QPointF, 3> corners, QRgb colour);

} // namespace hourglass::ui
