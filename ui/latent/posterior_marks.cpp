#include "ui/latent/posterior_marks.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/analysis/plane_point.h"
#include "ui/latent/scatter.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

constexpr int corners = 48;      // of an ellipse
constexpr int haloOfCloud = 200; // alpha

} // namespace

QPolygonF Cloud::outline(const PlaneMapping &mapping, double deviations) const {
    QPolygonF line;
    for (int corner = 0; corner <= corners; ++corner) {
        const double turn = 2 * std::numbers::pi * corner / corners;
        const QPointF at = centre + deviations * (first * std::cos(turn) + second * std::sin(turn));
        line << mapping(at.x(), at.y());
    }
    return line;
}

Cloud cloudOn(const analysis::CodePlane &plane, const QPointF &at, const float *deviations) {
    double xx = 0, xy = 0, yy = 0;
    for (std::size_t unit = 0; unit < plane.origin.size(); ++unit) {
        const auto x = static_cast<double>(plane.axisX[unit]), y = static_cast<double>(plane.axisY[unit]),
                   variance = static_cast<double>(deviations[unit]) * static_cast<double>(deviations[unit]);
        xx += x * x * variance;
        xy += x * y * variance;
        yy += y * y * variance;
    }
    // The columns of the covariance's Cholesky factor: any root of it draws the same ellipse.
    const double width = std::sqrt(xx), lean = width > 0 ? xy / width : 0;
    return {at, {width, lean}, {0, std::sqrt(std::max(yy - lean * lean, 0.0))}};
}

Cloud priorOn(const analysis::CodePlane &plane) {
    const auto [x, y] = analysis::planePoint(plane, std::vector<float>(plane.origin.size(), 0.0f));
    return {{x, y}, {1, 0}, {0, 1}};
}

PosteriorMarks::PosteriorMarks(QCPAxis *horizontal, QCPAxis *vertical, const Scatter &scatter)
    : QCPAbstractPlottable(horizontal, vertical), m_scatter(scatter) {
    setSelectable(QCP::stNone);
    setVisible(false);
}

void PosteriorMarks::setPicture(std::shared_ptr<const analysis::PosteriorPicture> picture) {
    m_picture = std::move(picture);
}

void PosteriorMarks::setLayers(const MapLayers &layers) {
    m_drawsPrior = layers.hasPrior;
    m_drawsClouds = layers.hasClouds;
    setVisible(m_drawsPrior || m_drawsClouds);
}

const analysis::CodePlane *PosteriorMarks::planeOf(bool ofPrior) const {
    const analysis::LatentPicture *points = m_scatter.points();
    if (!m_picture || !points || !points->plane || points->x.size() != points->y.size() || m_picture->units.size() != points->plane->origin.size())
        return nullptr;
    return (ofPrior ? m_picture->hasPrior : m_picture->isDistribution()) ? &*points->plane : nullptr;
}

std::optional<Cloud> PosteriorMarks::cloudOf(std::size_t point) const {
    const analysis::CodePlane *plane = planeOf(false);
    const analysis::LatentPicture *points = m_scatter.points();
    const float *deviations = plane && point < points->samples.size() ? m_picture->deviationsOf(points->samples[point]) : nullptr;
    if (!deviations || !std::isfinite(points->x[point]) || !std::isfinite(points->y[point]))
        return {};
    return cloudOn(*plane, {points->x[point], points->y[point]}, deviations);
}

std::vector<std::size_t> PosteriorMarks::pointsInView() const {
    std::vector<std::size_t> shown;
    if (!planeOf(false))
        return shown;
    const QRectF area = keyAxis()->axisRect()->rect();
    const PlaneMapping mapping = m_scatter.mapping();
    const analysis::LatentPicture &points = *m_scatter.points();
    const std::size_t count = points.x.size(), stride = Scatter::fairStride(count);
    for (std::size_t done = 0, i = 0; done < count && shown.size() < mostClouds; ++done, i = i + stride >= count ? i + stride - count : i + stride)
        if (m_scatter.isProminent(i) && area.contains(mapping(points.x[i], points.y[i])) && m_picture->deviationsOf(points.samples[i]))
            shown.push_back(i);
    return shown;
}

QRect PosteriorMarks::clipRect() const {
    return keyAxis()->axisRect()->rect().translated(0, 1); // as the scatter's
}

void PosteriorMarks::draw(QCPPainter *painter) {
    painter->setAntialiasing(true);
    if (m_drawsClouds)
        drawClouds(*painter);
    if (m_drawsPrior)
        drawPrior(*painter);
}

void PosteriorMarks::drawClouds(QCPPainter &painter) const {
    const PlaneMapping mapping = m_scatter.mapping();
    for (const std::size_t point : pointsInView()) {
        const QPolygonF outline = cloudOf(point)->outline(mapping);
        QColor halo = m_theme.panel;
        halo.setAlpha(haloOfCloud); // seen over points of its own colour, too
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(halo, 3.4));
        painter.drawPolyline(outline);
        painter.setPen(QPen(m_theme.readable(m_scatter.colourOf(point)), 1.4));
        painter.drawPolyline(outline);
    }
}

/// Dashed, with its number where each circle is highest.
void PosteriorMarks::drawPrior(QCPPainter &painter) {
    const analysis::CodePlane *plane = planeOf(true);
    if (!plane)
        return;
    const PlaneMapping mapping = m_scatter.mapping();
    const Cloud prior = priorOn(*plane);
    painter.setBrush(Qt::NoBrush);
    painter.setFont(smallFont());
    const double height = QFontMetricsF(smallFont()).height(), width = scaledReal(20);
    for (int circle = 1; circle <= circles; ++circle) {
        const QPolygonF line = prior.outline(mapping, circle);
        if (line.boundingRect().width() > 1e5 || line.boundingRect().height() > 1e5)
            continue;
        // Dark on pale: seen over pictures, too.
        painter.setPen(QPen(m_theme.panel, 3));
        painter.drawPolyline(line);
        painter.setPen(QPen(m_theme.code, 1.6, Qt::DashLine));
        painter.drawPolyline(line);
        const QPointF top = mapping(prior.centre.x(), prior.centre.y() + circle);
        m_texts.draw(painter, QRectF(top.x() + 4, top.y() - height - 1, width, height), QStringLiteral("%1σ").arg(circle), m_theme.readable(m_theme.code),
                     m_theme.panel);
    }
}

QCPRange PosteriorMarks::getKeyRange(bool &found, QCP::SignDomain) const {
    found = false;
    return {};
}

QCPRange PosteriorMarks::getValueRange(bool &found, QCP::SignDomain, const QCPRange &) const {
    found = false;
    return {};
}

} // namespace hourglass::ui
