#include "ui/stack/stack_bars.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

#include "ui/forms/table_text.h"
#include "ui/stack/stack_text.h"

namespace hourglass::ui {

namespace {

QString trBar(const char *text) {
    return QCoreApplication::translate("StackBars", text);
}

QString row(const QString &name, const QString &value) {
    return QStringLiteral("<tr><td>%1&nbsp;&nbsp;</td><td align=\"right\">%2</td></tr>").arg(name.toHtmlEscaped(), value.toHtmlEscaped());
}

/// One outline for one channel, two for four, … five for 256 and more.
int outlinesFor(core::Index channels) {
    return std::clamp(1 + static_cast<int>(std::lround(std::log2(static_cast<double>(channels)) / 2)), 1, 5);
}

void drawMapsOf(StackBar &bar, const core::Shape &shape, double longestSide) {
    bar.outlines = outlinesFor(shape.channels());
    bar.mapHeight = static_cast<double>(shape.height()) / longestSide;
    bar.mapWidth = static_cast<double>(shape.width()) / longestSide;
}

/// "ReLU" of a dense layer, "Convolution · ReLU" where the name does not tell the kind.
QString kindAndActivation(const plan::LayerOutline &layer) {
    const QString kind = tableText(layer.label), activation = tableText(layer.activation);
    return activation.isEmpty() ? kind : trBar("%1 · %2").arg(kind, activation);
}

void nameFlat(StackBar &bar, const plan::LayerOutline &layer) {
    bar.name = layer.role == plan::Role::Code ? trBar("Code %1").arg(layer.output.size()) : layerName(layer);
    bar.detail = tableText(layer.activation);
}

/// "Dropout", "Max pooling · 7 × 7", "Reshape · 4 maps · 7 × 7": what such a layer makes is said only where it differs from what comes in.
void nameSlim(StackBar &bar, const plan::LayerOutline &layer) {
    bar.name = tableText(layer.label);
    bar.detail = tableText(layer.activation);
    if (layer.output.isImage() && layer.output.size() != layer.input.size())
        bar.detail = sidesText(layer.output);
    else if (layer.output.rank > 1 && layer.output != layer.input)
        bar.detail = layer.output.isImage() ? mapsText(layer.output) : stepsText(layer.output);
}

void nameMapsOrSteps(StackBar &bar, const plan::LayerOutline &layer) {
    const QString made = layer.output.isImage() ? mapsText(layer.output) : stepsText(layer.output);
    bar.name = layer.role == plan::Role::Code ? trBar("Code %1").arg(made) : made;
    bar.shortName = layer.output.isImage() ? trBar("%1 · %2").arg(layer.output.channels()).arg(sidesText(layer.output)) : sidesText(layer.output);
    bar.detail = kindAndActivation(layer);
    bar.shortDetail = tableText(layer.label);
}

StackBar inputBar(const core::Shape &shape) {
    StackBar bar;
    bar.name = trBar("Input %1").arg(shapeText(shape));
    bar.shortName = shapeText(shape);
    bar.units = static_cast<double>(shape.size());
    const QString features = trBar("%1 numbers a sample").arg(QLocale().toString(static_cast<qlonglong>(shape.size())));
    bar.toolTip = QStringLiteral("<b>%1</b><br/>%2").arg(bar.name, features);
    bar.spoken = bar.name + QStringLiteral(", ") + features;
    return bar;
}

StackBar layerBar(const plan::LayerOutline &layer, int index, bool hasCounts) {
    const QLocale locale;
    StackBar bar;
    bar.role = layer.role;
    bar.units = static_cast<double>(std::max<core::Index>(1, layer.output.size()));
    bar.isSlim = !layer.hasWidth && layer.role != plan::Role::Code;
    if (bar.isSlim)
        nameSlim(bar, layer);
    else if (layer.output.rank > 1)
        nameMapsOrSteps(bar, layer);
    else
        nameFlat(bar, layer);
    const QString place = placeText(layer, index), shapes = trBar("%1 → %2").arg(shapeText(layer.input), shapeText(layer.output));
    const QString activation = tableText(layer.activation);
    bar.spoken = QStringList{layerName(layer), activation, place, shapes}.join(QStringLiteral(", "));
    QString rows = row(trBar("Shape"), shapes);
    if (hasCounts) {
        const QString parameters = locale.toString(static_cast<qlonglong>(layer.parameters));
        if (layer.parameters > 0) {
            bar.figures = parameters;
            bar.shortFigures = shortCount(static_cast<double>(layer.parameters), locale);
        }
        bar.spoken += QStringLiteral(", ") + trBar("%1 parameters").arg(parameters);
        rows += row(trBar("Parameters"), parameters) + row(trBar("Multiply-adds a sample"), locale.toString(layer.multiplyAdds, 'f', 0));
    }
    const QString title = activation.isEmpty() ? layerName(layer) : layerName(layer) + QStringLiteral(" · ") + activation;
    bar.toolTip = QStringLiteral("<b>%1</b>&nbsp; %2<table>%3</table>").arg(title.toHtmlEscaped(), place.toHtmlEscaped(), rows);
    return bar;
}

/// Outlines of the maps in their bars; of the input, too, where a layer makes images of it.
void drawMaps(std::vector<StackBar> &bars, const plan::Outline &outline) {
    double longestSide = outline.input.isImage() ? static_cast<double>(std::max(outline.input.height(), outline.input.width())) : 1.0;
    bool hasMaps = false;
    for (const plan::LayerOutline &layer : outline.layers)
        if (layer.output.isImage()) {
            hasMaps = true;
            longestSide = std::max(longestSide, static_cast<double>(std::max(layer.output.height(), layer.output.width())));
        }
    if (hasMaps && outline.input.isImage())
        drawMapsOf(bars.front(), outline.input, longestSide);
    for (std::size_t index = 0; index < outline.layers.size(); ++index)
        if (const core::Shape &shape = outline.layers[index].output; shape.isImage() && !bars[index + 1].isSlim)
            drawMapsOf(bars[index + 1], shape, longestSide);
}

} // namespace

std::vector<StackBar> barsOf(const plan::Outline &outline, bool hasCounts) {
    std::vector<StackBar> bars{inputBar(outline.input)};
    for (const plan::LayerOutline &layer : outline.layers)
        bars.push_back(layerBar(layer, static_cast<int>(bars.size()) - 1, hasCounts));
    drawMaps(bars, outline);
    return bars;
}

} // namespace hourglass::ui
