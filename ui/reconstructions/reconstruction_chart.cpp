#include <QPainter>

#include <algorithm>
#include <cmath>

#include "ui/reconstructions/reconstruction_tiles.h"

namespace hourglass::ui {

namespace {

constexpr double narrowestBar = 3.5; ///< below, bars of neighbours run together and are drawn as one silhouette

/// Where features stand from left to right and values from bottom to top.
struct Axes {
    QRectF rect;
    double lowest, highest, slot;

    double x(std::size_t feature) const { return rect.left() + slot * static_cast<double>(feature); }
    double y(double value) const {
        const double share = (std::clamp(value, lowest, highest) - lowest) / (highest - lowest);
        return rect.bottom() - share * rect.height();
    }
    double zero() const { return y(0); }
    QRectF bar(std::size_t feature, double value, double inset) const {
        const double top = y(std::max(value, 0.0)), bottom = y(std::min(value, 0.0));
        return {x(feature) + inset, top, std::max(0.5, slot - 2 * inset), bottom - top};
    }
};

Axes axesOf(const QRectF &rect, std::size_t features, double lowest, double highest) {
    return {rect, lowest, std::max(highest, lowest + 1e-12), rect.width() / std::max(1.0, static_cast<double>(features))};
}

/// The upper edge of bars: one step a feature, or a pixel where features are narrower (their mean). What is not finite counts as zero.
QPolygonF stepsOf(const Axes &axes, const std::vector<float> &values) {
    const auto features = values.size(), steps = std::min(features, static_cast<std::size_t>(std::max(1.0, axes.rect.width())));
    QPolygonF line;
    line.reserve(static_cast<int>(2 * steps));
    for (std::size_t step = 0; step < steps; ++step) {
        const std::size_t first = step * features / steps, end = (step + 1) * features / steps;
        double sum = 0;
        for (std::size_t i = first; i < end; ++i)
            sum += std::isfinite(values[i]) ? values[i] : 0.0f;
        const double y = axes.y(sum / static_cast<double>(end - first));
        line << QPointF(axes.x(first), y) << QPointF(axes.x(end), y);
    }
    return line;
}

QPolygonF closed(const Axes &axes, QPolygonF line, std::size_t features) {
    line << QPointF(axes.x(features), axes.zero()) << QPointF(axes.x(0), axes.zero());
    return line;
}

void paintSilhouettes(QPainter &painter, const Axes &axes, const analysis::ReconstructionColumn &column, const ReconstructionStyle &style) {
    const Theme &theme = style.theme;
    QColor fill = theme.decoder;
    fill.setAlphaF(0.55f);
    if (!column.reconstruction.empty()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(fill);
        painter.drawPolygon(closed(axes, stepsOf(axes, column.reconstruction), column.reconstruction.size()));
    }
    painter.setBrush(Qt::NoBrush);
    if (!column.pca.empty()) {
        painter.setPen(QPen(theme.dim, 0.8));
        painter.drawPolyline(stepsOf(axes, column.pca));
    }
    painter.setPen(QPen(theme.text, 1));
    painter.drawPolyline(stepsOf(axes, column.original));
}

void paintBars(QPainter &painter, const Axes &axes, const analysis::ReconstructionColumn &column, const ReconstructionStyle &style) {
    const Theme &theme = style.theme;
    const double outer = std::min(1.5, axes.slot * 0.1), inner = outer + std::max(1.0, axes.slot * 0.14);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.decoder);
    for (std::size_t i = 0; i < column.reconstruction.size(); ++i)
        if (std::isfinite(column.reconstruction[i]))
            painter.drawRect(axes.bar(i, column.reconstruction[i], inner));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.text, 1));
    for (std::size_t i = 0; i < column.original.size(); ++i)
        if (std::isfinite(column.original[i]))
            painter.drawRect(axes.bar(i, column.original[i], outer + 0.25));
    painter.setPen(QPen(theme.dim, axes.slot > 12 ? 2 : 1.4, Qt::SolidLine, Qt::FlatCap));
    for (std::size_t i = 0; i < column.pca.size(); ++i)
        if (std::isfinite(column.pca[i]))
            painter.drawLine(QPointF(axes.x(i), axes.y(column.pca[i])), QPointF(axes.x(i + 1), axes.y(column.pca[i])));
}

void paintCorrupted(QPainter &painter, const Axes &axes, const std::vector<float> &values, const Theme &theme) {
    const double radius = std::clamp(axes.slot * 0.2, 0.8, 3.0);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.encoder);
    for (std::size_t i = 0; i < values.size(); ++i)
        if (std::isfinite(values[i]))
            painter.drawEllipse(QPointF(axes.x(i) + axes.slot / 2, axes.y(values[i])), radius, radius);
}

} // namespace

void paintValueChart(QPainter &painter, const QRectF &rect, const analysis::ReconstructionColumn &column, const ReconstructionStyle &style) {
    const Axes axes = axesOf(rect, column.original.size(), style.lowestValue, style.highestValue);
    painter.save();
    if (axes.slot < narrowestBar)
        paintSilhouettes(painter, axes, column, style); // steps are upright: no smoothing, which would cost five times as much
    painter.setRenderHint(QPainter::Antialiasing);
    if (axes.slot >= narrowestBar)
        paintBars(painter, axes, column, style);
    paintCorrupted(painter, axes, column.corrupted, style.theme);
    painter.setPen(QPen(style.theme.line, 1));
    painter.drawLine(QPointF(rect.left(), axes.zero()), QPointF(rect.right(), axes.zero()));
    painter.restore();
}

void paintErrorChart(QPainter &painter, const QRectF &rect, const analysis::ReconstructionColumn &column, const ReconstructionStyle &style) {
    const std::vector<float> &errors = valuesOf(column, ReconstructionRow::Error);
    const bool isSigned = style.errorMap == ErrorMap::Signed;
    const Axes axes = axesOf(rect, errors.size(), isSigned ? -style.errorLimit : 0, style.errorLimit);
    const double inset = axes.slot < narrowestBar ? 0 : std::max(1.0, axes.slot * 0.18);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    for (std::size_t i = 0; i < errors.size(); ++i) {
        if (!std::isfinite(errors[i]))
            continue;
        painter.setBrush(!isSigned || errors[i] > 0 ? style.theme.bad : style.theme.encoder);
        painter.drawRect(axes.bar(i, isSigned ? errors[i] : std::abs(errors[i]), inset));
    }
    painter.setPen(QPen(style.theme.line, 1));
    painter.drawLine(QPointF(rect.left(), axes.zero()), QPointF(rect.right(), axes.zero()));
    painter.restore();
}

} // namespace hourglass::ui
