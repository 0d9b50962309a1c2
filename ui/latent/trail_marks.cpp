#include "ui/latent/trail_marks.h"

#include <algorithm>
#include <tuple>

#include "ui/latent/scatter.h"

namespace hourglass::ui {

namespace {

constexpr double nearestPixels = 1.5; // places nearer to the one before are passed over
constexpr int beyondView = 4000;      // pixels: what lies farther out is left out, as painters cannot draw as far
constexpr int looks = 6;              // of age: the parts of a trail that are drawn at once
constexpr double fullest = 0.95, palest = 0.12;
constexpr std::size_t mostFine = 12;

double opacityOf(int look) {
    return fullest + (palest - fullest) * static_cast<double>(look) / (looks - 1);
}

int lookOf(double age) {
    return std::clamp(static_cast<int>(age * looks), 0, looks - 1);
}

} // namespace

QRectF TrailLine::place() const {
    return line.isEmpty() ? QRectF() : line.boundingRect().adjusted(-4, -4, 4, 4);
}

/// From old to new, each look as one line.
template <class Draw>
void TrailLine::eachLook(Draw draw) const {
    for (qsizetype from = 0; from + 1 < line.size();) {
        const int look = lookOf(ages[static_cast<std::size_t>(from + 1)]);
        qsizetype to = from + 1;
        while (to + 1 < line.size() && lookOf(ages[static_cast<std::size_t>(to + 1)]) == look)
            ++to;
        draw(QPolygonF(line.mid(from, to - from + 1)), opacityOf(look));
        from = to;
    }
}

void TrailLine::paint(QPainter &painter, const Theme &theme) const {
    painter.setBrush(Qt::NoBrush);
    eachLook([&](const QPolygonF &part, double opacity) {
        for (const auto &[ground, width, share] : {std::tuple(theme.panel, 4.0, 0.7), std::tuple(colour, 2.0, 1.0)}) {
            QColor ink = ground;
            ink.setAlphaF(static_cast<float>(share * opacity));
            painter.setPen(QPen(ink, width, Qt::SolidLine, Qt::FlatCap, Qt::BevelJoin));
            painter.drawPolyline(part);
        }
    });
}

void TrailLine::paintThin(QPainter &painter) const {
    painter.setBrush(Qt::NoBrush);
    eachLook([&](const QPolygonF &part, double opacity) {
        QColor ink = colour;
        ink.setAlphaF(static_cast<float>(opacity));
        QPen pen(ink, 1);
        pen.setCosmetic(true);
        painter.setPen(pen);
        painter.drawPolyline(part);
    });
}

TrailMarks::TrailMarks(QCPAxis *horizontal, QCPAxis *vertical, const Scatter &scatter) : QCPAbstractPlottable(horizontal, vertical), m_scatter(scatter) {
    setSelectable(QCP::stNone);
    setVisible(false);
}

void TrailMarks::setShown(bool isShown) {
    setVisible(isShown);
    if (!isShown)
        m_trails.forget();
}

void TrailMarks::add(const analysis::LatentPicture &picture) {
    if (visible())
        m_trails.add(picture);
}

std::vector<std::size_t> TrailMarks::points() const {
    std::vector<std::size_t> found;
    const std::size_t count = m_scatter.points() ? m_scatter.points()->x.size() : 0;
    if (m_trails.isEmpty() || count == 0)
        return found;
    const std::size_t stride = Scatter::fairStride(count);
    for (std::size_t i = 0, point = 0; i < count && found.size() < mostTrails; ++i, point = (point + stride) % count)
        if (m_scatter.isProminent(point))
            found.push_back(point);
    return found;
}

TrailLine TrailMarks::lineOf(std::size_t point) const {
    TrailLine trail;
    if (!visible() || !m_scatter.points() || point >= m_scatter.points()->x.size() || m_scatter.isHidden(point))
        return trail;
    const PlaneMapping mapping = m_scatter.mapping();
    const QRectF near = QRectF(keyAxis()->axisRect()->rect()).adjusted(-beyondView, -beyondView, beyondView, beyondView);
    const std::vector<SampleTrails::Place> places = m_trails.of(point);
    for (std::size_t i = 0; i < places.size(); ++i) {
        const QPointF seen = m_eye ? m_eye(places[i]) : QPointF(places[i].x, places[i].y), at = mapping(seen.x(), seen.y());
        const bool isLast = i + 1 == places.size();
        if (!near.contains(at) || (!isLast && !trail.line.isEmpty() && QLineF(trail.line.back(), at).length() < nearestPixels))
            continue;
        trail.line << at;
        trail.ages.push_back(places[i].age);
    }
    if (trail.line.size() < 2)
        return {};
    trail.colour = m_theme.readable(m_scatter.colourOf(point));
    return trail;
}

QRect TrailMarks::clipRect() const {
    return keyAxis()->axisRect()->rect().translated(0, 1); // as the scatter's
}

void TrailMarks::draw(QCPPainter *painter) {
    // Many are drawn without antialiasing, but on paper: with it three hundred take a hundred milliseconds of every picture, without it few.
    const std::vector<std::size_t> drawn = points();
    const bool areFew = drawn.size() <= mostFine;
    painter->setAntialiasing(areFew || painter->modes().testFlag(QCPPainter::pmVectorized));
    for (const std::size_t point : drawn)
        if (areFew)
            lineOf(point).paint(*painter, m_theme);
        else
            lineOf(point).paintThin(*painter);
}

QCPRange TrailMarks::getKeyRange(bool &found, QCP::SignDomain) const {
    found = false;
    return {};
}

QCPRange TrailMarks::getValueRange(bool &found, QCP::SignDomain, const QCPRange &) const {
    found = false;
    return {};
}

} // namespace hourglass::ui
