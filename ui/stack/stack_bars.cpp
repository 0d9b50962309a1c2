#include "ui/stack/stack_bars.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

#include "ui/forms/table_text.h"
#include "ui/stack/stack_text.h"

namespace hourglass::ui {

namespace {

QString tr(const char *text) {
    return QCoreApplication::translate("StackBars", text);
}

QString row(const QString &name, const QString &value) {
    return QStringLiteral("<tr><td>%1&nbsp;&nbsp;</td><td align=\"right\">%2</td></tr>")
        .arg(name.toHtmlEscaped(), value.toHtmlEscaped());
}

StackBar inputBar(const core::Shape &shape) {
    StackBar bar;
    bar.name = tr("Input %1").arg(shapeText(shape));
    bar.units = static_cast<double>(shape.size());
    const QString features = tr("%1 numbers a sample").arg(QLocale().toString(static_cast<qlonglong>(shape.size())));
    bar.toolTip = QStringLiteral("<b>%1</b><br/>%2").arg(bar.name, features);
    bar.spoken = bar.name + QStringLiteral(", ") + features;
    return bar;
}

StackBar layerBar(const plan::LayerOutline &layer, int index, bool hasCounts) {
    const QLocale locale;
    StackBar bar;
    bar.role = layer.role;
    bar.units = static_cast<double>(std::max<core::Index>(1, layer.output.size()));
    bar.name = layer.role == plan::Role::Code ? tr("Code %1").arg(layer.output.size()) : layerName(layer);
    bar.detail = tableText(layer.activation);
    const QString place = placeText(layer, index), shapes = tr("%1 → %2").arg(shapeText(layer.input), shapeText(layer.output));
    bar.spoken = QStringList{layerName(layer), bar.detail, place, shapes}.join(QStringLiteral(", "));
    QString rows = row(tr("Shape"), shapes);
    if (hasCounts) {
        const QString parameters = locale.toString(static_cast<qlonglong>(layer.parameters));
        if (layer.parameters > 0) {
            bar.figures = parameters;
            bar.shortFigures = shortCount(static_cast<double>(layer.parameters), locale);
        }
        bar.spoken += QStringLiteral(", ") + tr("%1 parameters").arg(parameters);
        rows +=
            row(tr("Parameters"), parameters) + row(tr("Multiply-adds a sample"), locale.toString(layer.multiplyAdds, 'f', 0));
    }
    const QString title = bar.detail.isEmpty() ? layerName(layer) : layerName(layer) + QStringLiteral(" · ") + bar.detail;
    bar.toolTip = QStringLiteral("<b>%1</b>&nbsp; %2<table>%3</table>").arg(title.toHtmlEscaped(), place.toHtmlEscaped(), rows);
    return bar;
}

} // namespace

std::vector<StackBar> barsOf(const plan::Outline &outline, bool hasCounts) {
    std::vector<StackBar> bars{inputBar(outline.input)};
    for (const plan::LayerOutline &layer : outline.layers)
        bars.push_back(layerBar(layer, static_cast<int>(bars.size()) - 1, hasCounts));
    return bars;
}

} // namespace hourglass::ui
