#include "ui/reconstructions/series_panels.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/reconstructions/feature_rows.h"
#include "ui/reconstructions/reconstruction_tiles.h"
#include "ui/theme/figures.h"

namespace hourglass::ui {

namespace {

constexpr double margin = 0.15; ///< of the original's width, above and below it
constexpr double panelGap = 6;

/// One feature of the steps: where its numbers stand.
struct CurvePanel {
    QRectF rect;
    std::size_t feature, features, steps;
    double lowest, highest;

    double x(double step) const { return rect.left() + (step + 0.5) / static_cast<double>(steps) * rect.width(); }
    double y(double value) const { return rect.bottom() - (value - lowest) / (highest - lowest) * rect.height(); }

    QPolygonF lineOf(const std::vector<float> &values) const {
        QPolygonF line;
        for (std::size_t step = 0; step < steps && step * features + feature < values.size(); ++step)
            if (const float value = values[step * features + feature]; std::isfinite(value))
                line << QPointF(x(static_cast<double>(step)), y(static_cast<double>(value)));
        return line;
    }
};

std::size_t featuresOf(const core::Shape &shape, const ReconstructionStyle &style) {
    return style.stepFeatures > 0 ? style.stepFeatures : shape.rank == 2 ? static_cast<std::size_t>(shape.extents[1]) : 1;
}

QRectF chartOf(const QRectF &rect, const ReconstructionStyle &style) {
    const QFontMetricsF metrics(style.smallFont);
    return rect.adjusted(figuresWidth(metrics, QStringLiteral("−0.0000")) + 8, 0, 0, -metrics.height() - 4);
}

std::vector<CurvePanel> panelsOf(const QRectF &rect, const analysis::ReconstructionColumn &column, const core::Shape &shape, const ReconstructionStyle &style) {
    const std::size_t features = featuresOf(shape, style), shown = std::min(features, mostPanels), steps = static_cast<std::size_t>(shape.size()) / features;
    const QRectF chart = chartOf(rect, style);
    const double height = (chart.height() - panelGap * static_cast<double>(shown - 1)) / static_cast<double>(shown);
    std::vector<CurvePanel> panels;
    for (std::size_t feature = 0; feature < shown; ++feature) {
        double lowest = 0, highest = 0;
        bool hasAny = false;
        for (std::size_t i = feature; i < column.original.size(); i += features)
            if (const auto value = static_cast<double>(column.original[i]); std::isfinite(value)) {
                lowest = hasAny ? std::min(lowest, value) : value;
                highest = hasAny ? std::max(highest, value) : value;
                hasAny = true;
            }
        const double width = highest > lowest ? highest - lowest : std::max(1e-6, std::abs(highest));
        panels.push_back({{chart.left(), chart.top() + static_cast<double>(feature) * (height + panelGap), chart.width(), height},
                          feature,
                          features,
                          steps,
                          lowest - margin * width,
                          highest + margin * width});
    }
    return panels;
}

void paintCurves(QPainter &painter, const CurvePanel &panel, const analysis::ReconstructionColumn &column, const ReconstructionStyle &style) {
    const QPolygonF original = panel.lineOf(column.original), reconstruction = panel.lineOf(column.reconstruction);
    if (style.rows.has(ReconstructionRow::Error)) {
        QPolygonF band = original;
        for (auto point = reconstruction.rbegin(); point != reconstruction.rend(); ++point)
            band << *point;
        QColor fill = style.theme.bad;
        fill.setAlphaF(0.22f);
        painter.setPen(Qt::NoPen);
        painter.setBrush(fill);
        painter.drawPolygon(band, Qt::WindingFill);
    }
    painter.setBrush(Qt::NoBrush);
    const auto draw = [&](ReconstructionRow row, const QPolygonF &line, const QPen &pen) {
        if (!style.rows.has(row))
            return;
        painter.setPen(pen);
        painter.drawPolyline(line);
    };
    draw(ReconstructionRow::Corrupted, panel.lineOf(column.corrupted), QPen(style.theme.encoder, 1, Qt::DashLine));
    draw(ReconstructionRow::Earlier, panel.lineOf(column.earlier), QPen(style.theme.code, 1.2, Qt::DashLine));
    draw(ReconstructionRow::Pca, panel.lineOf(column.pca), QPen(style.theme.dim, 1.2, Qt::DotLine));
    draw(ReconstructionRow::Original, original, QPen(style.theme.text, 1.4));
    draw(ReconstructionRow::Reconstruction, reconstruction, QPen(style.theme.decoder, 2));
}

} // namespace

void paintSeriesPanels(QPainter &painter, const QRectF &rect, const analysis::ReconstructionColumn &column, const core::Shape &shape,
                       const ReconstructionStyle &style, const SamplePlace &place) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(style.smallFont);
    const QFontMetricsF metrics(style.smallFont);
    const std::vector<CurvePanel> panels = panelsOf(rect, column, shape, style);
    for (const CurvePanel &panel : panels) {
        painter.fillRect(panel.rect, style.theme.background);
        painter.save();
        painter.setClipRect(panel.rect);
        paintCurves(painter, panel, column, style);
        if (place.feature) {
            painter.setPen(QPen(style.theme.accent(), 1));
            painter.drawLine(QPointF(panel.x(*place.feature), panel.rect.top()), QPointF(panel.x(*place.feature), panel.rect.bottom()));
        }
        painter.restore();
        painter.setPen(style.theme.dim);
        const double middle = panel.rect.height() > 3 * metrics.height() ? 0 : panel.rect.height() / 2 - metrics.height() / 2;
        drawFigures(painter, QRectF(rect.left(), panel.rect.top() + middle, panel.rect.left() - rect.left() - 6, metrics.height()), Qt::AlignRight,
                    featureText(panel.highest));
        if (middle == 0)
            drawFigures(painter, QRectF(rect.left(), panel.rect.bottom() - metrics.height(), panel.rect.left() - rect.left() - 6, metrics.height()),
                        Qt::AlignRight, featureText(panel.lowest));
        if (panels.size() > 1 || panel.features > 1)
            painter.drawText(panel.rect.adjusted(4, 1, -4, -1), Qt::AlignRight | Qt::AlignTop, style.featureName(panel.feature));
    }
    if (!panels.empty()) {
        const QRectF line(panels.back().rect.left(), panels.back().rect.bottom() + 2, panels.back().rect.width(), metrics.height());
        painter.setPen(style.theme.dim);
        painter.drawText(line, Qt::AlignLeft, QStringLiteral("1"));
        painter.drawText(line, Qt::AlignRight, QString::number(panels.back().steps));
    }
    painter.restore();
}

std::optional<int> stepAt(const QRectF &rect, const QPointF &point, const core::Shape &shape, const ReconstructionStyle &style) {
    const QRectF chart = chartOf(rect, style);
    if (!chart.contains(point))
        return {};
    const auto steps = static_cast<double>(shape.size()) / static_cast<double>(featuresOf(shape, style));
    return static_cast<int>(std::clamp((point.x() - chart.left()) / chart.width() * steps, 0.0, steps - 1));
}

} // namespace hourglass::ui
