#include "ui/plots/plot_style.h"

#include <qcustomplot.h>

#include <cmath>

namespace hourglass::ui {

namespace {

double luminance(const QColor &colour) {
    const auto linear = [](double part) { return part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

double contrastOf(const QColor &a, const QColor &b) {
    const double first = luminance(a) + 0.05, second = luminance(b) + 0.05;
    return first > second ? first / second : second / first;
}

} // namespace

QColor blended(const QColor &first, const QColor &second, double share) {
    const auto mix = [share](int from, int to) { return static_cast<int>(std::lround(from + (to - from) * share)); };
    return {mix(first.red(), second.red()), mix(first.green(), second.green()), mix(first.blue(), second.blue())};
}

QColor readable(const QColor &colour, const QColor &ground) {
    const QColor end = luminance(ground) > 0.4 ? QColor(Qt::black) : QColor(Qt::white);
    QColor text = colour;
    for (int percent = 4; contrastOf(text, ground) < 4.5 && percent <= 100; percent += 4)
        text = blended(colour, end, percent / 100.0);
    return text;
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
