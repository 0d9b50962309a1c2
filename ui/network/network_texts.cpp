#include "ui/network/network_texts.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

namespace hourglass::ui {

namespace {

struct Texts { // the context of the translations
    Q_DECLARE_TR_FUNCTIONS(hourglass::ui::NetworkTexts)
};

} // namespace

QString layerName(const plan::Outline &outline, int layer) {
    if (layer < 0 || layer >= static_cast<int>(outline.layers.size()))
        return {};
    const plan::LayerOutline &of = outline.layers[static_cast<std::size_t>(layer)];
    QString name = QString::number(layer + 1) + QStringLiteral(" · ") + QString::fromStdString(of.label);
    if (!of.activation.empty())
        name += QStringLiteral(" · ") + QString::fromStdString(of.activation);
    return name;
}

QString outputText(const core::Shape &output) {
    if (output.rank == 3)
        return Texts::tr("%1 maps · %2 × %3").arg(countText(output.channels())).arg(output.height()).arg(output.width());
    if (output.rank == 2)
        return Texts::tr("%1 steps × %2").arg(countText(output.extents[0]), countText(output.extents[1]));
    return output.size() == 1 ? Texts::tr("1 unit") : Texts::tr("%1 units").arg(countText(output.size()));
}

QString unitWord(const core::Shape &output) {
    return output.rank == 3 ? Texts::tr("map") : output.rank == 2 ? Texts::tr("feature") : Texts::tr("unit");
}

QString activationText(double value) {
    return std::isfinite(value) ? QLocale().toString(value, 'g', 3).replace(QLatin1Char('-'), QChar(0x2212)) : Texts::tr("not finite");
}

QString changeText(const plan::UnitChange &change) {
    const QString value = activationText(static_cast<double>(change.value));
    switch (change.kind) {
    case plan::UnitChangeKind::Muted: return Texts::tr("muted");
    case plan::UnitChangeKind::Fixed: return Texts::tr("fixed at %1").arg(value);
    case plan::UnitChangeKind::Scaled: return Texts::tr("scaled by %1").arg(value);
    }
    return {};
}

QString countText(core::Index count) {
    return QLocale().toString(static_cast<qlonglong>(count));
}

} // namespace hourglass::ui
