#include "ui/latent/class_marks.h"

#include <algorithm>
#include <cmath>

#include "ui/latent/outlines.h"
#include "ui/latent/scatter.h"
#include "ui/plots/class_shapes.h"
#include "ui/theme/figures.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

constexpr int washOfOutline = 26;  // alpha of what lies within
constexpr double markRadius = 4.5; // of a centroid
constexpr double straight = 0.15;  // pixels that an outline may lie beside itself: every corner of it costs time

} // namespace

ClassMarks::ClassMarks(QCPAxis *horizontal, QCPAxis *vertical, const Scatter &scatter) : QCPAbstractPlottable(horizontal, vertical), m_scatter(scatter) {
    setSelectable(QCP::stNone);
    setVisible(false);
}

void ClassMarks::setLayers(const MapLayers &layers) {
    if (layers.outlines != m_outlines)
        m_measured.reset();
    m_outlines = layers.outlines;
    m_hasNames = layers.hasNames;
    m_hasTrails = layers.hasTrails;
    m_hasShapes = layers.hasShapes;
    setVisible(m_hasNames || m_hasTrails || m_outlines != MapLayers::Outlines::None);
}

QColor ClassMarks::colourOf(int label) const {
    return m_scatter.areClassesColoured() ? classColour(label) : m_theme.dim;
}

const std::vector<ClassMarks::Mark> &ClassMarks::marks() {
    if (m_measured != m_scatter.revision())
        measure();
    return m_marks;
}

void ClassMarks::measure() {
    m_measured = m_scatter.revision();
    m_marks.clear();
    const analysis::LatentPicture *points = m_scatter.points();
    if (!points || points->x.size() != points->y.size() || points->labels.size() != points->x.size())
        return;
    std::vector<std::vector<QPointF>> classes(static_cast<std::size_t>(mostClasses));
    for (std::size_t i = 0; i < points->x.size(); ++i) {
        const auto label = points->labels[i];
        if (label >= 0 && label < mostClasses && std::isfinite(points->x[i]) && std::isfinite(points->y[i]) && m_scatter.isProminent(i))
            classes[static_cast<std::size_t>(label)].emplace_back(points->x[i], points->y[i]);
    }
    for (int label = 0; label < mostClasses; ++label) {
        std::vector<QPointF> &own = classes[static_cast<std::size_t>(label)];
        if (own.empty())
            continue;
        Mark mark;
        mark.label = label;
        for (const QPointF &point : own)
            mark.centroid += point;
        mark.centroid /= static_cast<double>(own.size());
        if (m_outlines == MapLayers::Outlines::Contours) {
            mark.outline = densestRegion(own, outlined);
        } else if (m_outlines == MapLayers::Outlines::Hulls) {
            QPolygonF hull = convexHull(innermost(std::move(own), hulled));
            if (!hull.isEmpty())
                mark.outline.push_back(std::move(hull));
        }
        m_marks.push_back(std::move(mark));
    }
}

QRect ClassMarks::clipRect() const {
    return keyAxis()->axisRect()->rect().translated(0, 1); // as the scatter's
}

void ClassMarks::draw(QCPPainter *painter) {
    marks();
    painter->setAntialiasing(true);
    drawOutlines(*painter);
    if (m_hasTrails)
        drawTrails(*painter);
    if (m_hasNames)
        drawNames(*painter);
}

void ClassMarks::drawOutlines(QCPPainter &painter) {
    const PlaneMapping mapping = m_scatter.mapping();
    for (const Mark &mark : m_marks) {
        QPainterPath path; // holes stay open
        path.setFillRule(Qt::OddEvenFill);
        for (const QPolygonF &line : mark.outline) {
            QPolygonF pixels;
            for (const QPointF &corner : line)
                pixels << mapping(corner.x(), corner.y());
            path.addPolygon(simplified(pixels, straight));
            path.closeSubpath();
        }
        if (path.isEmpty() || path.boundingRect().width() > 1e5 || path.boundingRect().height() > 1e5)
            continue;
        const QColor colour = colourOf(mark.label);
        QColor wash = colour;
        wash.setAlpha(washOfOutline);
        painter.setBrush(wash);
        painter.setPen(QPen(m_theme.readable(colour), 1.6));
        painter.drawPath(path);
    }
}

/// From pale to full, as time goes, with a dot where they are.
void ClassMarks::drawTrails(QCPPainter &painter) {
    const PlaneMapping mapping = m_scatter.mapping();
    for (const Mark &mark : m_marks) {
        const std::vector<QPointF> places = m_trails.of(mark.label);
        if (places.empty())
            continue;
        const QColor colour = m_theme.readable(colourOf(mark.label));
        const QRect near = keyAxis()->axisRect()->rect().adjusted(-2000, -2000, 2000, 2000);
        QPolygonF line;
        for (const QPointF &place : places)
            if (const QPointF at = mapping(place.x(), place.y()); near.contains(at.toPoint()))
                line << at;
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(m_theme.panel, 5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin)); // so that it is seen above points
        painter.drawPolyline(line);
        for (qsizetype i = 1; i < line.size(); ++i) {
            QColor pale = colour;
            pale.setAlphaF(static_cast<float>(0.3 + 0.7 * static_cast<double>(i) / static_cast<double>(line.size())));
            painter.setPen(QPen(pale, 2.6, Qt::SolidLine, Qt::FlatCap));
            painter.drawLine(line[i - 1], line[i]);
        }
        painter.setPen(QPen(m_theme.panel, 1.5));
        painter.setBrush(colour);
        painter.drawEllipse(mapping(places.back().x(), places.back().y()), markRadius - 0.5, markRadius - 0.5);
    }
}

void ClassMarks::drawNames(QCPPainter &painter) {
    QFont font = smallFont(13);
    font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    const QFontMetricsF metrics(font);
    const PlaneMapping mapping = m_scatter.mapping();
    const QRectF view = keyAxis()->axisRect()->rect();
    const bool isVectorised = painter.modes().testFlag(QCPPainter::pmVectorized);
    std::vector<QRectF> taken;
    for (const Mark &mark : m_marks) {
        const QPointF at = mapping(mark.centroid.x(), mark.centroid.y());
        if (!view.contains(at))
            continue;
        const auto number = static_cast<std::size_t>(mark.label);
        const QString name = number < m_names.size() ? QString::fromStdString(m_names[number]) : tr("Class %1").arg(mark.label);
        const QSizeF size(std::ceil(figuresWidth(metrics, name)), std::ceil(metrics.height()));
        const QColor colour = colourOf(mark.label), ink = m_theme.readable(colour);
        painter.setPen(QPen(m_theme.panel, 1.5));
        painter.setBrush(colour);
        painter.drawPath(classShape(m_hasShapes ? shapeOfClass(mark.label) : roundShape, at, markRadius));
        // Above its point, or wherever beside it no other name stands, within the view.
        QRectF place;
        bool isFree = false;
        for (const QPointF &offset : {QPointF(-size.width() / 2, -size.height() - 6), QPointF(-size.width() / 2, 6), QPointF(8, -size.height() / 2),
                                      QPointF(-size.width() - 8, -size.height() / 2)}) {
            QRectF tried(at + offset, size);
            tried.moveLeft(std::clamp(tried.left(), view.left() + 4, std::max(view.left() + 4, view.right() - size.width() - 4)));
            isFree = std::none_of(taken.begin(), taken.end(), [&tried](const QRectF &other) { return other.intersects(tried); });
            if (place.isNull() || isFree)
                place = tried;
            if (isFree)
                break;
        }
        taken.push_back(place);
        if (isVectorised) {
            painter.setPen(ink);
            painter.drawText(place, Qt::AlignCenter, name);
        } else {
            m_texts.draw(painter, place, name, ink, m_theme.panel);
        }
    }
}

QCPRange ClassMarks::getKeyRange(bool &found, QCP::SignDomain) const {
    found = false;
    return {};
}

QCPRange ClassMarks::getValueRange(bool &found, QCP::SignDomain, const QCPRange &) const {
    found = false;
    return {};
}

} // namespace hourglass::ui
