#include "ui/plots/plot_style.h"

#include <qcustomplot.h>

#include <cmath>

namespace hourglass::ui {

QColor blended(const QColor &first, const QColor &second, double share) {
    const auto mix = [share](int from, int to) { return static_cast<int>(std::lround(from + (to - from) * share)); };
    return {mix(first.red(), second.red()), mix(first.green(), second.green()), mix(first.blue(), second.blue())};
}

void stylePlot(QCustomPlot &plot, const Theme &theme) {
    plot.setBackground(theme.panel);
    const QFont font = interfaceFont(plot.font().pointSizeF() - 0.5);
    const QPen grid(theme.isDark ? blended(theme.panel, theme.line, 0.85) : blended(theme.panel, theme.line, 0.8), 1);
    for (QCPAxis *axis : {plot.xAxis, plot.yAxis, plot.xAxis2, plot.yAxis2}) {
        axis->setBasePen(Qt::NoPen);
        axis->setTickPen(Qt::NoPen);
        axis->setSubTickPen(Qt::NoPen);
        axis->setTickLength(0, 0);
        axis->setSubTicks(false);
        axis->setTickLabelColor(theme.dim);
        axis->setLabelColor(theme.dim);
        axis->setTickLabelFont(font);
        axis->setLabelFont(font);
        axis->setTickLabelPadding(6);
        axis->grid()->setPen(grid);
        axis->grid()->setZeroLinePen(grid);
        axis->grid()->setAntialiased(false);
    }
    plot.xAxis->grid()->setVisible(false);
    plot.selectionRect()->setPen(QPen(theme.accent(), 1));
    QColor fill = theme.accent();
    fill.setAlphaF(0.12f);
    plot.selectionRect()->setBrush(fill);
}

} // namespace hourglass::ui
