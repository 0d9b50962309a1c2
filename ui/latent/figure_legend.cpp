#include "ui/latent/figure_legend.h"

#include <algorithm>

#include "ui/colouring/colour_bar.h"
#include "ui/latent/map_legend.h"
#include "ui/plots/class_shapes.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

constexpr int legendDistance = 10; ///< from the plot's border

}

FigureLegend::FigureLegend(QCustomPlot *plot, const QString &layer) : QCPLayerable(plot, layer) {
    followTextSize(this, [this] { m_font = smallFont(); });
}

void FigureLegend::draw(QCPPainter *painter) {
    const bool isFigure = painter->modes().testFlag(QCPPainter::pmVectorized) || painter->transform().isScaling();
    if (!isFigure || !m_isShown)
        return;
    if (isByValue(m_colouring))
        return drawBar(painter);
    constexpr int rim = 6;
    const int rowHeight = scaled(19);
    const QFontMetricsF metrics(m_font);
    std::vector<int> labels;
    double width = 0;
    for (int label = 0; label < std::min(static_cast<int>(m_names.size()), MapLegend::mostClasses); ++label) {
        const auto at = static_cast<std::size_t>(label);
        if (at < m_hidden.size() && m_hidden[at])
            continue;
        labels.push_back(label);
        width = std::max(width, metrics.horizontalAdvance(QString::fromStdString(m_names[at])));
    }
    if (labels.empty())
        return;
    const QRectF area = mParentPlot->axisRect()->rect();
    const QSizeF size(width + 22 + 2 * rim, static_cast<double>(labels.size()) * rowHeight + 2 * rim);
    const QRectF box(QPointF(area.right() - legendDistance - size.width(), area.top() + legendDistance), size);
    painter->setPen(QPen(m_theme.line, 1));
    painter->setBrush(m_theme.panel);
    painter->drawRoundedRect(box, 8, 8);
    painter->setFont(m_font);
    double y = box.top() + rim + rowHeight / 2.0;
    for (const int label : labels) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(classColour(label));
        painter->drawPath(classShape(m_hasShapes ? shapeOfClass(label) : roundShape, QPointF(box.left() + rim + 6, y), 4.5));
        painter->setPen(m_theme.text);
        painter->drawText(QPointF(box.left() + rim + 18, y + metrics.capHeight() / 2), QString::fromStdString(m_names[static_cast<std::size_t>(label)]));
        y += rowHeight;
    }
}

void FigureLegend::drawBar(QCPPainter *painter) const {
    const QRect area = mParentPlot->axisRect()->rect();
    const QSize size = colourBarSize(*m_colouring, area.size());
    const QRect place(QPoint(area.right() - legendDistance - size.width(), area.top() + legendDistance), size);
    paintColourBar(*painter, place, *m_colouring, m_theme, m_theme.panel);
}

} // namespace hourglass::ui
