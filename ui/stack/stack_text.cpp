#include "ui/stack/stack_text.h"

#include <QCoreApplication>

#include <cmath>

#include "ui/forms/table_text.h"

namespace hourglass::ui {

namespace {

QString tr(const char *text) {
    return QCoreApplication::translate("StackText", text);
}

/// Three figures that count, without an exponent.
QString threeFigures(double value, const QLocale &locale) {
    const int magnitude = value > 0 ? static_cast<int>(std::floor(std::log10(value))) : 0;
    const int decimals = std::max(0, 2 - magnitude);
    const double scale = std::pow(10.0, decimals);
    const double rounded = std::round(value * scale) / scale;
    return locale.toString(rounded, 'g', std::max(3, magnitude + 1));
}

QString twoFigures(double value, const QLocale &locale) {
    return locale.toString(value, 'g', value < 10 ? 2 : 3);
}

} // namespace

QString layerName(const plan::LayerOutline &layer) {
    const core::Index units = layer.output.isImage() ? layer.output.channels() : layer.output.width();
    return QStringLiteral("%1 %2").arg(tableText(layer.label)).arg(units);
}

QString mapsText(const core::Shape &shape) {
    return shape.channels() == 1 ? tr("1 map · %1").arg(sidesText(shape)) : tr("%1 maps · %2").arg(shape.channels()).arg(sidesText(shape));
}

QString sidesText(const core::Shape &shape) {
    return shape.isImage() ? shapeText(core::Shape(1, shape.height(), shape.width())) : shapeText(shape);
}

QString stepsText(const core::Shape &shape) {
    return shape.extents[0] == 1 ? tr("1 step × %1").arg(shape.extents[1]) : tr("%1 steps × %2").arg(shape.extents[0]).arg(shape.extents[1]);
}

QString placeText(const plan::LayerOutline &layer, int index) {
    switch (layer.role) {
    case plan::Role::Input: break;
    case plan::Role::Encoder: return tr("encoder, layer %1").arg(index + 1);
    case plan::Role::Code: return tr("code, layer %1").arg(index + 1);
    case plan::Role::Decoder: return tr("decoder, layer %1").arg(index + 1);
    }
    return tr("input");
}

QString shapeText(const core::Shape &shape) {
    return QString::fromStdString(core::toText(shape));
}

QString shortCount(double count, const QLocale &locale) {
    if (!std::isfinite(count))
        return QStringLiteral("–");
    if (count < 9999.5)
        return locale.toString(std::round(count), 'f', 0);
    if (count < 999.5e3)
        return tr("%1 k").arg(threeFigures(count / 1e3, locale));
    if (count < 999.5e6)
        return tr("%1 M").arg(threeFigures(count / 1e6, locale));
    return tr("%1 G").arg(threeFigures(count / 1e9, locale));
}

QString ratioText(double ratio, const QLocale &locale) {
    return std::isfinite(ratio) ? QStringLiteral("%1×").arg(threeFigures(ratio, locale)) : QStringLiteral("–");
}

QString durationText(double seconds, const QLocale &locale) {
    if (!std::isfinite(seconds) || seconds < 0)
        return QStringLiteral("–");
    if (seconds < 0.0995)
        return tr("%1 ms").arg(twoFigures(seconds * 1e3, locale));
    if (seconds < 99.5)
        return tr("%1 s").arg(twoFigures(seconds, locale));
    if (seconds < 5970)
        return tr("%1 min").arg(twoFigures(seconds / 60, locale));
    return tr("%1 h").arg(twoFigures(seconds / 3600, locale));
}

} // namespace hourglass::ui
