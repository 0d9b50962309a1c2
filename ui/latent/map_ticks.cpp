#include "ui/latent/map_ticks.h"

#include <cmath>

#include "ui/theme/figures.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

constexpr int tickRim = 6, tick = 4;

QString withMinus(QString label) {
    return label.replace(QLatin1Char('-'), QChar(0x2212));
}

} // namespace

MapTicks::MapTicks(QCustomPlot *plot, const QString &layer) : QCPLayerable(plot, layer) {
    followTextSize(this, [this] { m_font = smallFont(11); });
}

void MapTicks::setNames(const QString &horizontal, const QString &vertical) {
    m_horizontal = horizontal;
    m_vertical = vertical;
}

void MapTicks::drawText(QCPPainter *painter, const QPointF &baseline, const QString &text, const QColor &colour) {
    const QFontMetricsF metrics(painter->font());
    if (painter->modes() & (QCPPainter::pmVectorized | QCPPainter::pmNoCaching)) {
        painter->setPen(colour);
        painter->drawText(baseline, text);
        return;
    }
    const double width = std::ceil(figuresWidth(metrics, text)) + 1, height = std::ceil(metrics.height());
    m_texts.draw(*painter, {baseline.x(), baseline.y() - metrics.ascent(), width, height}, text, colour, m_theme.panel);
}

void MapTicks::draw(QCPPainter *painter) {
    if (m_horizontal.isEmpty())
        return;
    const QRectF area = mParentPlot->axisRect()->rect();
    painter->setFont(m_font);
    const QFontMetricsF metrics(m_font);
    const double floor = area.bottom() + 1 - m_lift;

    const double nameLeft = area.right() - tickRim - metrics.horizontalAdvance(m_horizontal);
    double freeFrom = area.left() + scaled(40); // the corner belongs to the vertical numbers
    const QCPAxis *x = mParentPlot->xAxis;
    const QVector<QString> labelsX = x->tickVectorLabels();
    const QVector<double> valuesX = x->tickVector();
    for (int i = 0; i < std::min(valuesX.size(), labelsX.size()); ++i) {
        const QString label = withMinus(labelsX[i]);
        const double at = x->coordToPixel(valuesX[i]), half = metrics.horizontalAdvance(label) / 2;
        if (at - half < freeFrom || at + half > nameLeft - 10)
            continue;
        freeFrom = at + half + 10;
        painter->setPen(QPen(m_theme.dim, 1));
        painter->drawLine(QPointF(at, floor), QPointF(at, floor - tick));
        drawText(painter, {at - half, floor - tick - 3}, label, m_theme.dim);
    }
    drawText(painter, {nameLeft, floor - tick - 3}, m_horizontal, m_theme.text);

    if (m_vertical.isEmpty())
        return;
    const double nameBottom = area.top() + tickRim + metrics.height();
    const QCPAxis *y = mParentPlot->yAxis;
    const QVector<QString> labelsY = y->tickVectorLabels();
    const QVector<double> valuesY = y->tickVector();
    for (int i = 0; i < std::min(valuesY.size(), labelsY.size()); ++i) {
        const double at = y->coordToPixel(valuesY[i]);
        if (at < nameBottom + 8 || at > floor - 24)
            continue;
        // No tick mark: before a number it would read as a minus sign.
        drawText(painter, {area.left() + tickRim, at + metrics.capHeight() / 2}, withMinus(labelsY[i]), m_theme.dim);
    }
    drawText(painter, {area.left() + tickRim, area.top() + tickRim + metrics.ascent()}, m_vertical, m_theme.text);
}

} // namespace hourglass::ui
