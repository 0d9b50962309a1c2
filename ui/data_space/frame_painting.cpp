#include "ui/data_space/frame_painting.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <optional>

#include "ui/theme/figures.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

constexpr double leftOfPlane = 56, belowPlane = 40, abovePlane = 26, rightOfPlane = 16; // for the numbers and names, at the usual text size
constexpr double besideSpace = 16, belowSpace = 26;
constexpr double textDistance = 7, shortestEdge = 46, pixelsATick = 62, mostTicks = 5;

QPointF pixelOf(const SpaceSight &sight, const Place &place) {
    const SpacePixel pixel = sight.pixelOf(place);
    return {pixel.x, pixel.y};
}

double lengthOf(const QPointF &vector) {
    return std::hypot(vector.x(), vector.y());
}

QPen gridPen(const Theme &theme) {
    return {theme.line, 1};
}

struct Edge {
    Place from{}, to{};
    QPointF fromPixel, toPixel;

    QPointF middle() const { return (fromPixel + toPixel) / 2; }
};

/// Paints a space's frame.
class Box {
public:
    Box(QPainter &painter, const SpaceFrame &frame, const SpaceSight &sight, const Theme &theme)
        : m_painter(painter), m_frame(frame), m_sight(sight), m_theme(theme), m_centre(pixelOf(sight, {})) {}

    void paint() {
        for (std::size_t axis = 0; axis < 3; ++axis)
            m_labelled[axis] = labelledEdge(axis);
        for (std::size_t axis = 0; axis < 3; ++axis) {
            const double length = m_labelled[axis] ? lengthOf(m_labelled[axis]->toPixel - m_labelled[axis]->fromPixel) : 0;
            m_ticks[axis] = ticksWithin(m_frame.axes()[axis].extent, m_frame.axes()[axis].offset, std::clamp(length / scaledReal(pixelsATick), 2.0, mostTicks));
        }
        for (std::size_t axis = 0; axis < 3; ++axis)
            paintWall(axis);
        for (std::size_t axis = 0; axis < 3; ++axis)
            if (m_labelled[axis])
                paintNumbers(axis, *m_labelled[axis]);
    }

private:
    double half(std::size_t axis) const { return m_frame.axes()[axis].half; }
    /// Whether the side of the box at the end `sign` of an axis looks away from us.
    bool isBehind(std::size_t axis, double sign) const {
        Place outwards{};
        outwards[axis] = sign;
        return m_sight.turntable().seen(outwards[0], outwards[1], outwards[2]).near < 0;
    }
    Edge edge(std::size_t axis, double signOfNext, double signOfLast) const {
        const std::size_t next = (axis + 1) % 3, last = (axis + 2) % 3;
        Edge edge;
        edge.from[next] = edge.to[next] = signOfNext * half(next);
        edge.from[last] = edge.to[last] = signOfLast * half(last);
        edge.from[axis] = -half(axis);
        edge.to[axis] = half(axis);
        edge.fromPixel = pixelOf(m_sight, edge.from);
        edge.toPixel = pixelOf(m_sight, edge.to);
        return edge;
    }
    /// On the outline: the lowest of those that lie, the leftmost of those that stand. None where it is seen too short to bear numbers.
    std::optional<Edge> labelledEdge(std::size_t axis) const {
        std::optional<Edge> best;
        for (const double next : {-1.0, 1.0})
            for (const double last : {-1.0, 1.0}) {
                if (isBehind((axis + 1) % 3, next) == isBehind((axis + 2) % 3, last))
                    continue;
                const Edge candidate = edge(axis, next, last);
                const bool isBetter = !best || (axis == 2 ? candidate.middle().x() < best->middle().x() : candidate.middle().y() > best->middle().y());
                if (isBetter)
                    best = candidate;
            }
        return best && lengthOf(best->toPixel - best->fromPixel) >= shortestEdge ? best : std::nullopt;
    }
    /// The side of an axis that lies behind the samples, with lines at the numbers of the two others.
    void paintWall(std::size_t axis) {
        const double at = (isBehind(axis, 1) ? 1 : -1) * half(axis);
        const std::size_t across[2] = {(axis + 1) % 3, (axis + 2) % 3};
        m_painter.setPen(gridPen(m_theme));
        for (const int way : {0, 1}) {
            const std::size_t along = across[way], other = across[1 - way];
            const auto line = [&](double place) {
                Place from{}, to{};
                from[axis] = to[axis] = at;
                from[along] = to[along] = place;
                from[other] = -half(other);
                to[other] = half(other);
                m_painter.drawLine(pixelOf(m_sight, from), pixelOf(m_sight, to));
            };
            for (const SpaceTick &tick : m_ticks[along])
                line(m_frame.placeAlong(along, tick.value));
            line(-half(along));
            line(half(along));
        }
    }
    void paintNumbers(std::size_t axis, const Edge &edge) {
        const QFontMetricsF metrics(m_painter.font());
        const QPointF along = (edge.toPixel - edge.fromPixel) / lengthOf(edge.toPixel - edge.fromPixel);
        QPointF outwards(-along.y(), along.x());
        if (QPointF::dotProduct(outwards, edge.middle() - m_centre) < 0)
            outwards = -outwards;
        double widest = 0;
        m_painter.setPen(m_theme.dim);
        for (const SpaceTick &tick : m_ticks[axis]) {
            Place place = edge.from;
            place[axis] = m_frame.placeAlong(axis, tick.value);
            const double width = figuresWidth(metrics, tick.text);
            widest = std::max(widest, width);
            paintText(pixelOf(m_sight, place), outwards, width, metrics.height(), tick.text);
        }
        m_painter.setPen(m_theme.text);
        const double beyond = widest * std::abs(outwards.x()) + metrics.height() * std::abs(outwards.y()) + 3;
        const QString &name = m_frame.axes()[axis].name;
        paintText(edge.middle() + outwards * beyond, outwards, metrics.horizontalAdvance(name), metrics.height(), name);
    }
    /// Beside a point, away from the box, within what is painted.
    void paintText(const QPointF &point, const QPointF &outwards, double width, double height, const QString &text) {
        const QPointF centre = point + outwards * textDistance + QPointF(outwards.x() * width / 2, outwards.y() * height / 2);
        QRectF place(centre - QPointF(width / 2 + 1, height / 2), QSizeF(width + 2, height));
        const QRectF whole = m_painter.viewport();
        place.moveLeft(std::clamp(place.left(), 4.0, std::max(4.0, whole.width() - width - 6)));
        place.moveTop(std::clamp(place.top(), 2.0, std::max(2.0, whole.height() - height - 3)));
        drawFigures(m_painter, place, Qt::AlignCenter, text);
    }

    QPainter &m_painter;
    const SpaceFrame &m_frame;
    const SpaceSight &m_sight;
    const Theme &m_theme;
    QPointF m_centre;
    std::array<std::optional<Edge>, 3> m_labelled;
    std::array<std::vector<SpaceTick>, 3> m_ticks;
};

void paintPlane(QPainter &painter, const SpaceFrame &frame, const SpaceSight &sight, const Theme &theme) {
    const QFontMetricsF metrics(painter.font());
    const QRectF room = sight.room();
    const QPointF lower = sight.placeAt(room.bottomLeft()), upper = sight.placeAt(room.topRight());
    const SpaceAxis &x = frame.axes()[0], &y = frame.axes()[1];
    const Extent horizontal{frame.valueAlong(0, lower.x()), frame.valueAlong(0, upper.x())},
        vertical{frame.valueAlong(1, lower.y()), frame.valueAlong(1, upper.y())};
    for (const SpaceTick &tick : ticksWithin(horizontal, x.offset, room.width() / scaledReal(90))) {
        const double at = pixelOf(sight, {frame.placeAlong(0, tick.value), 0, 0}).x(), width = figuresWidth(metrics, tick.text) + 2;
        painter.setPen(gridPen(theme));
        painter.drawLine(QPointF(at, room.top()), QPointF(at, room.bottom()));
        painter.setPen(theme.dim);
        drawFigures(painter, {at - width / 2, room.bottom() + 4, width, metrics.height()}, Qt::AlignCenter, tick.text);
    }
    for (const SpaceTick &tick : ticksWithin(vertical, y.offset, room.height() / scaledReal(60))) {
        const double at = pixelOf(sight, {0, frame.placeAlong(1, tick.value), 0}).y();
        painter.setPen(gridPen(theme));
        painter.drawLine(QPointF(room.left(), at), QPointF(room.right(), at));
        painter.setPen(theme.dim);
        drawFigures(painter, {0, at - metrics.height() / 2, room.left() - 6, metrics.height()}, Qt::AlignRight | Qt::AlignVCenter, tick.text);
    }
    painter.setPen(theme.text);
    painter.drawText(QRectF(room.left(), room.bottom() + 4 + metrics.height(), room.width(), metrics.height()), Qt::AlignRight | Qt::AlignVCenter,
                     metrics.elidedText(x.name, Qt::ElideRight, room.width()));
    painter.drawText(QRectF(8, room.top() - metrics.height() - 5, room.width(), metrics.height()), Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(y.name, Qt::ElideRight, room.width()));
}

} // namespace

void paintFrame(QPainter &painter, const SpaceFrame &frame, const SpaceSight &sight, const Theme &theme) {
    painter.setRenderHint(QPainter::Antialiasing);
    if (sight.isPlane())
        paintPlane(painter, frame, sight, theme);
    else
        Box(painter, frame, sight, theme).paint();
}

QRectF roomWithin(const QRectF &whole, const SpaceFrame &frame) {
    return frame.dimensions() == 2 ? whole.adjusted(scaledReal(leftOfPlane), scaledReal(abovePlane), -rightOfPlane, -scaledReal(belowPlane))
                                   : whole.adjusted(besideSpace, besideSpace, -besideSpace, -scaledReal(belowSpace));
}

} // namespace hourglass::ui
