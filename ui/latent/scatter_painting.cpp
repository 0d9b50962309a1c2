// How the scatter becomes pixels: an image of its own, of which a pan paints the edges that come into view.
#include "ui/latent/scatter.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "ui/plots/class_shapes.h"

namespace hourglass::ui {

namespace {

constexpr double scrolledError = 1.0 / 64; // pixels, that a point of an image moved along may lie off: a sixteenth of what dots are placed to

/// Pixels that the same point moved by; nothing where they are no whole ones.
std::optional<int> wholePixels(double moved) {
    const double whole = std::round(moved);
    return std::abs(moved - whole) <= scrolledError && std::abs(whole) < 1e6 ? std::optional(static_cast<int>(whole)) : std::nullopt;
}

} // namespace

QRect Scatter::clipRect() const {
    return keyAxis()->axisRect()->rect().translated(0, 1); // QCPLayer moves it up by one, which would leave the lowest row bare
}

void Scatter::draw(QCPPainter *painter) {
    if (!m_drawsDots || !m_points || m_points->x.empty() || m_points->x.size() != m_points->y.size())
        return;
    if (painter->modes().testFlag(QCPPainter::pmVectorized)) {
        paintShapes(painter);
        return;
    }
    const double ratio = painter->device()->devicePixelRatioF() * painter->transform().m11();
    const Look look{mapping(), keyAxis()->axisRect()->rect(), ratio};
    if (!m_painted || !(*m_painted == look))
        paintImage(look);
    const double margin = m_stamps.side() / ratio;
    painter->drawImage(QPointF(look.area.left() - margin, look.area.top() - margin), m_image);
}

/// Where the map was moved by whole pixels since, what is painted moves along, and the edges that came into view are painted anew.
bool Scatter::scrollImage(const Look &look) {
    const Look &before = *m_painted;
    if (before.area != look.area || before.ratio != look.ratio)
        return false;
    const PlaneMapping &from = before.mapping, &to = look.mapping;
    // Both ends of the view: another scale would pull them apart.
    const auto movedBy = [&](double fromOrigin, double fromScale, double toOrigin, double toScale, int first, int last) -> std::optional<int> {
        const auto moved = [&](int pixel) { return (toOrigin + toScale * ((pixel - fromOrigin) / fromScale) - pixel) * look.ratio; };
        const std::optional<int> atFirst = wholePixels(moved(first)), atLast = wholePixels(moved(last));
        return atFirst == atLast ? atFirst : std::nullopt;
    };
    const std::optional<int> right = movedBy(from.originX, from.scaleX, to.originX, to.scaleX, look.area.left(), look.area.right() + 1);
    const std::optional<int> down = movedBy(from.originY, from.scaleY, to.originY, to.scaleY, look.area.top(), look.area.bottom() + 1);
    const int margin = m_stamps.side();
    const QRect view = m_image.rect().adjusted(margin, margin, -margin, -margin);
    if (!right || !down)
        return false;
    if (*right == 0 && *down == 0)
        return true;
    const QRect kept = view & view.translated(*right, *down);
    if (kept.isEmpty())
        return false;
    auto *bits = m_image.bits();
    const auto bytesPerLine = static_cast<std::ptrdiff_t>(m_image.bytesPerLine());
    const auto bytes = static_cast<std::size_t>(kept.width()) * 4;
    for (int i = 0; i < kept.height(); ++i) { // from the side to which it moves, so that no line is lost before it was moved
        const int row = *down > 0 ? kept.bottom() - i : kept.top() + i;
        std::memmove(bits + row * bytesPerLine + kept.left() * 4, bits + (row - *down) * bytesPerLine + (kept.left() - *right) * 4, bytes);
    }
    // Not `look`: what it lies off within the bounds must not add up.
    m_painted->mapping.originX += *right / look.ratio;
    m_painted->mapping.originY += *down / look.ratio;
    const QRect beside(*right > 0 ? view.left() : kept.right() + 1, view.top(), view.width() - kept.width(), view.height());
    const QRect above(kept.left(), *down > 0 ? view.top() : kept.bottom() + 1, kept.width(), view.height() - kept.height());
    for (const QRect &edge : {beside, above})
        if (!edge.isEmpty())
            paintPart(*m_painted, edge);
    return true;
}

void Scatter::paintImage(const Look &look) {
    const bool hasOtherStamps = m_stamps.prepare(dotRadius() * look.ratio, palette(), shapes());
    if (m_painted && !hasOtherStamps && scrollImage(look))
        return;
    const int margin = m_stamps.side();
    const QSize size(qCeil(look.area.width() * look.ratio) + 2 * margin, qCeil(look.area.height() * look.ratio) + 2 * margin);
    if (m_image.size() != size)
        m_image = QImage(size, QImage::Format_ARGB32_Premultiplied);
    m_image.setDevicePixelRatio(look.ratio);
    m_image.fill(Qt::transparent);
    m_painted = look;
    paintDots(look, m_image, QPoint());
}

/// Exactly as it is in an image that is painted as a whole.
void Scatter::paintPart(const Look &look, const QRect &part) {
    const int margin = m_stamps.side();
    QImage image(part.size() + QSize(2 * margin, 2 * margin), QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    paintDots(look, image, part.topLeft() - QPoint(margin, margin));
    for (int row = 0; row < part.height(); ++row)
        std::memcpy(m_image.scanLine(part.top() + row) + part.left() * 4, image.constScanLine(row + margin) + margin * 4,
                    static_cast<std::size_t>(part.width()) * 4);
}

/// Those that are seen in `image`, within its margin as wide as a stamp. `corner`: where it lies in the image of all.
void Scatter::paintDots(const Look &look, QImage &image, const QPoint &corner) {
    const int margin = m_stamps.side();
    const auto ratio = look.ratio;
    const auto scaleX = static_cast<float>(look.mapping.scaleX * ratio), scaleY = static_cast<float>(look.mapping.scaleY * ratio);
    const auto originX = static_cast<float>((look.mapping.originX - look.area.left()) * ratio + margin - corner.x());
    const auto originY = static_cast<float>((look.mapping.originY - look.area.top()) * ratio + margin - corner.y());
    // A dot is drawn if some of it can be seen; its stamp then lies inside the image.
    const float low = static_cast<float>(margin) - m_stamps.reach();
    const float right = static_cast<float>(image.width()) - low, bottom = static_cast<float>(image.height()) - low;
    auto *pixels = reinterpret_cast<quint32 *>(image.bits());
    const int line = static_cast<int>(image.bytesPerLine() / 4);
    const DrawnPoints &all = drawn();
    for (std::size_t i = 0; i < all.x.size(); ++i) {
        const float column = originX + scaleX * all.x[i], row = originY + scaleY * all.y[i];
        if (column > low && column < right && row > low && row < bottom)
            m_stamps.stamp(pixels, line, column, row, all.looks[i]);
    }
}

void Scatter::paintShapes(QCPPainter *painter) const {
    const std::vector<QRgb> colours = palette();
    const std::vector<int> shapeOf = shapes();
    const double radius = dotRadius();
    const PlaneMapping map = mapping();
    const DrawnPoints &all = drawn();
    painter->setPen(Qt::NoPen);
    for (std::size_t i = 0; i < all.x.size(); ++i) {
        const QPointF pixel = map(static_cast<double>(all.x[i]), static_cast<double>(all.y[i]));
        if (!keyAxis()->axisRect()->rect().contains(pixel.toPoint()))
            continue;
        painter->setBrush(QColor::fromRgba(colours[all.looks[i]]));
        if (shapeOf.empty())
            painter->drawEllipse(pixel, radius, radius);
        else
            painter->drawPath(classShape(shapeOf[all.looks[i]], pixel, radius));
    }
}

} // namespace hourglass::ui
