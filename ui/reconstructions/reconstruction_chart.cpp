#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/reconstructions/reconstruction_tiles.h"

namespace hourglass::ui {

namespace {

constexpr double narrowestBar = 3.5; ///< below, bars of neighbours run together and are drawn as one silhouette
constexpr std::size_t mostLines = 6; ///< of a series: more are a tangle

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
    if (!column.reconstruction.empty() && style.rows.has(ReconstructionRow::Reconstruction)) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(fill);
        painter.drawPolygon(closed(axes, stepsOf(axes, column.reconstruction), column.reconstruction.size()));
    }
    painter.setBrush(Qt::NoBrush);
    if (!column.pca.empty() && style.rows.has(ReconstructionRow::Pca)) {
        painter.setPen(QPen(theme.dim, 0.8));
        painter.drawPolyline(stepsOf(axes, column.pca));
    }
    if (!column.earlier.empty() && style.rows.has(ReconstructionRow::Earlier)) {
        painter.setPen(QPen(theme.code, 0.8));
        painter.drawPolyline(stepsOf(axes, column.earlier));
    }
    if (style.rows.has(ReconstructionRow::Original)) {
        painter.setPen(QPen(theme.text, 1));
        painter.drawPolyline(stepsOf(axes, column.original));
    }
}

void paintBars(QPainter &painter, const Axes &axes, const analysis::ReconstructionColumn &column, const ReconstructionStyle &style) {
    const Theme &theme = style.theme;
    const double outer = std::min(1.5, axes.slot * 0.1), inner = outer + std::max(1.0, axes.slot * 0.14);
    const auto countOf = [&style](const std::vector<float> &values, ReconstructionRow row) { return style.rows.has(row) ? values.size() : 0; };
    const std::size_t reconstructed = countOf(column.reconstruction, ReconstructionRow::Reconstruction),
                      ofEarlier = countOf(column.earlier, ReconstructionRow::Earlier), originals = countOf(column.original, ReconstructionRow::Original),
                      ofPca = countOf(column.pca, ReconstructionRow::Pca);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.decoder);
    for (std::size_t i = 0; i < reconstructed; ++i)
        if (std::isfinite(column.reconstruction[i]))
            painter.drawRect(axes.bar(i, column.reconstruction[i], inner));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.text, 1));
    for (std::size_t i = 0; i < originals; ++i)
        if (std::isfinite(column.original[i]))
            painter.drawRect(axes.bar(i, column.original[i], outer + 0.25));
    painter.setPen(QPen(theme.code, axes.slot > 12 ? 2 : 1.4, Qt::SolidLine, Qt::FlatCap));
    for (std::size_t i = 0; i < ofEarlier; ++i)
        if (std::isfinite(column.earlier[i]))
            painter.drawLine(QPointF(axes.x(i), axes.y(column.earlier[i])), QPointF(axes.x(i + 1), axes.y(column.earlier[i])));
    painter.setPen(QPen(theme.dim, axes.slot > 12 ? 2 : 1.4, Qt::SolidLine, Qt::FlatCap));
    for (std::size_t i = 0; i < ofPca; ++i)
        if (std::isfinite(column.pca[i]))
            painter.drawLine(QPointF(axes.x(i), axes.y(column.pca[i])), QPointF(axes.x(i + 1), axes.y(column.pca[i])));
}

/// One feature of a series, from the middle of its first step to that of its last. What is not finite counts as zero.
QPolygonF lineOf(const Axes &axes, const std::vector<float> &values, std::size_t feature, std::size_t features) {
    QPolygonF line;
    for (std::size_t i = feature; i < values.size(); i += features)
        line << QPointF(axes.x(i / features) + axes.slot / 2, axes.y(std::isfinite(values[i]) ? static_cast<double>(values[i]) : 0.0));
    return line;
}

void paintSeries(QPainter &painter, const Axes &axes, const analysis::ReconstructionColumn &column, const ReconstructionStyle &style) {
    painter.setBrush(Qt::NoBrush);
    for (std::size_t feature = 0; feature < std::min(style.stepFeatures, mostLines); ++feature)
        for (const auto &[row, pen] :
             {std::pair{ReconstructionRow::Original, QPen(style.theme.text, 1)}, std::pair{ReconstructionRow::Earlier, QPen(style.theme.code, 1, Qt::DashLine)},
              std::pair{ReconstructionRow::Pca, QPen(style.theme.dim, 1, Qt::DotLine)},
              std::pair{ReconstructionRow::Reconstruction, QPen(style.theme.decoder, 1.8)}}) {
            if (!style.rows.has(row))
                continue;
            painter.setPen(pen);
            painter.drawPolyline(lineOf(axes, valuesOf(column, row), feature, style.stepFeatures));
        }
}

/// The error of each step: that of the feature furthest from zero.
std::vector<float> furthestOfSteps(const std::vector<float> &errors, std::size_t features) {
    std::vector<float> furthest;
    for (std::size_t first = 0; first + features <= errors.size(); first += features)
        furthest.push_back(*std::max_element(errors.begin() + static_cast<std::ptrdiff_t>(first),
                                             errors.begin() + static_cast<std::ptrdiff_t>(first + features),
                                             [](float a, float b) { return std::abs(a) < std::abs(b); }));
    return furthest;
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
    const bool isSeries = style.stepFeatures > 0;
    const Axes axes = axesOf(rect, column.original.size() / std::max<std::size_t>(1, style.stepFeatures), style.lowestValue, style.highestValue);
    painter.save();
    if (!isSeries && axes.slot < narrowestBar)
        paintSilhouettes(painter, axes, column, style); // steps are upright: no smoothing, which would cost five times as much
    painter.setRenderHint(QPainter::Antialiasing);
    if (isSeries)
        paintSeries(painter, axes, column, style);
    else if (axes.slot >= narrowestBar)
        paintBars(painter, axes, column, style);
    if (style.rows.has(ReconstructionRow::Corrupted) && (!isSeries || style.stepFeatures == 1)) // of several features the dots would hide the lines
        paintCorrupted(painter, axes, column.corrupted, style.theme);
    painter.setPen(QPen(style.theme.line, 1));
    painter.drawLine(QPointF(rect.left(), axes.zero()), QPointF(rect.right(), axes.zero()));
    painter.restore();
}

void paintErrorChart(QPainter &painter, const QRectF &rect, const analysis::ReconstructionColumn &column, const ReconstructionStyle &style) {
    const std::vector<float> &all = valuesOf(column, ReconstructionRow::Error);
    const std::vector<float> ofSteps = style.stepFeatures > 1 ? furthestOfSteps(all, style.stepFeatures) : std::vector<float>();
    const std::vector<float> &errors = style.stepFeatures > 1 ? ofSteps : all;
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
