// The line that a drag draws about points, freely or as a box. In pixels.
#pragma once

#include <QPolygonF>
#include <QRect>

#include <vector>

class QPainter;

namespace hourglass::ui {

struct Theme;

class Lasso {
public:
    enum class Kind { Free, Box };

    void begin(const QPointF &at, Kind kind);
    /// Steps shorter than a few pixels are waited for.
    void extend(const QPointF &to);
    void clear() { m_points.clear(); }

    bool isEmpty() const { return m_points.isEmpty(); }
    /// Closed by the way from its last point to the first.
    QPolygonF outline() const;
    /// All that painting it touches.
    QRect place() const;
    void paint(QPainter &painter, const Theme &theme) const;

private:
    Kind m_kind = Kind::Free;
    QPolygonF m_points; ///< of a box, two corners
};

/// The numbers of the points, of `count`, that lie inside the outline by the even-odd rule; `pixelOf(point)` may be not finite.
template <class PixelOf>
std::vector<std::size_t> pointsInside(const QPolygonF &outline, std::size_t count, PixelOf pixelOf) {
    std::vector<std::size_t> inside;
    const QRectF box = outline.boundingRect();
    for (std::size_t i = 0; i < count; ++i)
        if (const QPointF pixel = pixelOf(i); box.contains(pixel) && outline.containsPoint(pixel, Qt::OddEvenFill))
            inside.push_back(i);
    return inside;
}

} // namespace hourglass::ui
