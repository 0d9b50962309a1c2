#include "ui/plots/plot_style.h"

#include <qcustomplot.h>

#include <cmath>

namespace hourglass::ui {

namespace {

/// What lies beyond the axes is clipped wherever a painter can do that. Drawings as SVG cannot: there it is covered.
class PlotMargins : public QCPLayerable {
public:
    explicit PlotMargins(QCustomPlot &plot) : QCPLayerable(&plot, layerName()) { setParent(&plot); }
    static QString layerName() { return QStringLiteral("margins"); }

    QColor colour;

protected:
    void applyDefaultAntialiasingHint(QCPPainter *painter) const override { painter->setAntialiasing(false); }
    void draw(QCPPainter *painter) override {
        if (painter->paintEngine()->type() != QPaintEngine::SVG)
            return;
        for (const QRect &side : QRegion(mParentPlot->viewport()) - mParentPlot->axisRect()->rect())
            painter->fillRect(side, colour);
    }
};

/// Above all curves, below figures and texts.
void coverMargins(QCustomPlot &plot, const QColor &colour) {
    const QString name = PlotMargins::layerName();
    if (!plot.layer(name)) {
        plot.addLayer(name, plot.layer(QStringLiteral("main")), QCustomPlot::limAbove);
        new PlotMargins(plot);
        for (int i = 0; i < plot.itemCount(); ++i)
            if (!plot.item(i)->clipToAxisRect())
                plot.item(i)->setLayer(name); // behind which it would vanish
    }
    static_cast<PlotMargins *>(plot.layer(name)->children().constFirst())->colour = colour;
}

} // namespace

QColor blended(const QColor &first, const QColor &second, double share) {
    const auto mix = [share](int from, int to) { return static_cast<int>(std::lround(from + (to - from) * share)); };
    return {mix(first.red(), second.red()), mix(first.green(), second.green()), mix(first.blue(), second.blue())};
}

void stylePlot(QCustomPlot &plot, const Theme &theme) {
    plot.setBackground(theme.panel);
    coverMargins(plot, theme.panel);
    const QFont font = interfaceFont(plot.font().pointSizeF() - 0.5);
    const QPen grid(theme.isDark ? blended(theme.panel, theme.line, 0.85) : blended(theme.panel, theme.line, 0.8), 1);
    for (QCPAxis *axis : {plot.xAxis, plot.yAxis, plot.xAxis2, plot.yAxis2}) {
        for (const auto set : {&QCPAxis::setBasePen, &QCPAxis::setTickPen, &QCPAxis::setSubTickPen})
            (axis->*set)(QPen(Qt::transparent)); // without a pen, drawings have black ones
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
