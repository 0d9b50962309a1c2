#include "ui/space/strokes.h"

#include <algorithm>
#include <cmath>

#include "ui/plots/dot_stamps.h"

namespace hourglass::ui {

namespace {

constexpr double farthest = 1e6; ///< pixels: such a triangle is left out, not cut

/// Of 256.
quint32 covered(quint32 premultiplied, quint32 coverage) {
    return ((premultiplied & 0x00ff00ffu) * coverage >> 8 & 0x00ff00ffu) | ((premultiplied >> 8 & 0x00ff00ffu) * coverage & 0xff00ff00u);
}

/// The piece of 0 … 1 along which from + t · by lies within low … high.
bool narrow(double from, double by, double low, double high, double &first, double &last) {
    if (by == 0)
        return from >= low && from <= high;
    const double a = (low - from) / by, b = (high - from) / by;
    first = std::max(first, std::min(a, b));
    last = std::min(last, std::max(a, b));
    return first < last;
}

double overlap(double from, double to, int pixel) {
    return std::max(0.0, std::min(to, pixel + 1.0) - std::max(from, static_cast<double>(pixel)));
}

} // namespace

void strokeLine(QImage &image, const QPointF &from, const QPointF &to, QRgb colour, double width) {
    const QPointF by = to - from;
    if (!std::isfinite(from.x() + from.y() + to.x() + to.y()) || (by.x() == 0 && by.y() == 0))
        return;
    double first = 0, last = 1;
    if (!narrow(from.x(), by.x(), -width, image.width() + width, first, last) || !narrow(from.y(), by.y(), -width, image.height() + width, first, last))
        return;
    const bool isFlat = std::abs(by.x()) >= std::abs(by.y());
    QPointF a = from + by * first, b = from + by * last;
    if (!isFlat) {
        a = a.transposed();
        b = b.transposed();
    }
    if (a.x() > b.x())
        std::swap(a, b);
    const double slope = b.x() > a.x() ? (b.y() - a.y()) / (b.x() - a.x()) : 0, half = width / 2 * std::sqrt(1 + slope * slope);
    const int along = isFlat ? image.width() : image.height(), across = isFlat ? image.height() : image.width();
    auto *pixels = reinterpret_cast<quint32 *>(image.bits());
    const auto stride = static_cast<std::ptrdiff_t>(image.bytesPerLine() / 4);
    const std::ptrdiff_t stepAlong = isFlat ? 1 : stride, stepAcross = isFlat ? stride : 1;
    const quint32 ink = qPremultiply(colour);
    for (int i = std::max(0, static_cast<int>(std::floor(a.x()))); i <= std::min(along - 1, static_cast<int>(std::floor(b.x()))); ++i) {
        const double length = overlap(a.x(), b.x(), i), middle = a.y() + slope * (i + 0.5 - a.x());
        for (int j = std::max(0, static_cast<int>(std::floor(middle - half))); j <= std::min(across - 1, static_cast<int>(std::floor(middle + half))); ++j) {
            quint32 &pixel = pixels[i * stepAlong + j * stepAcross];
            pixel = over(covered(ink, static_cast<quint32>(256 * length * overlap(middle - half, middle + half, j))), pixel);
        }
    }
}

void fillTriangle(QImage &image, std::array<QPointF, 3> corners, QRgb colour) {
    for (const QPointF &corner : corners)
        if (!std::isfinite(corner.x() + corner.y()) || std::abs(corner.x()) > farthest || std::abs(corner.y()) > farthest)
            return;
    std::sort(corners.begin(), corners.end(), [](const QPointF &a, const QPointF &b) { return std::pair(a.y(), a.x()) < std::pair(b.y(), b.x()); });
    const auto [top, middle, bottom] = corners;
    const auto across = [](const QPointF &from, const QPointF &to, double y) { return from.x() + (to.x() - from.x()) * (y - from.y()) / (to.y() - from.y()); };
    const auto firstFrom = [](double at) { return static_cast<int>(std::ceil(at - 0.5)); }; // pixel whose middle is not before
    auto *pixels = reinterpret_cast<quint32 *>(image.bits());
    const auto stride = static_cast<std::ptrdiff_t>(image.bytesPerLine() / 4);
    const quint32 ink = qPremultiply(colour);
    for (int row = std::max(0, firstFrom(top.y())); row < std::min(image.height(), firstFrom(bottom.y())); ++row) {
        const double y = row + 0.5, other = y < middle.y() ? across(top, middle, y) : across(middle, bottom, y), whole = across(top, bottom, y);
        quint32 *line = pixels + row * stride;
        for (int column = std::max(0, firstFrom(std::min(other, whole))); column < std::min(image.width(), firstFrom(std::max(other, whole))); ++column)
            line[column] = over(ink, line[column]);
    }
}

} // namespace hourglass::ui
