#include "ui/code/code_texts.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <numeric>

#include "ui/latent/latent_texts.h"

namespace hourglass::ui {

namespace {

struct Texts { // the context of the translations
    Q_DECLARE_TR_FUNCTIONS(hourglass::ui::MixingDesk)
};

} // namespace

QString axisName(analysis::CodeBasis basis, int axis) {
    const QString unit = unitName(axis); // "z₃"
    return basis == analysis::CodeBasis::Units ? unit : Texts::tr("PC", "principal component") + unit.mid(1);
}

QString valueText(const analysis::CodeSpread &spread, int axis, double position) {
    return decimal(analysis::valueAt(spread, axis, position), spread.scale(axis) / 50);
}

QString axisHelp(const analysis::MixPicture &mix, int axis) {
    const analysis::CodeSpread &spread = mix.spread;
    const auto at = static_cast<std::size_t>(axis);
    const QString name = axisName(spread.basis, axis);
    if (spread.deviation[at] <= 0)
        return Texts::tr("%1 is the same for every sample: it carries nothing. One step of its slider is 1.").arg(name);
    const double scale = spread.scale(axis);
    QString text = Texts::tr("%1: mean %2, σ %3").arg(name, decimal(analysis::valueAt(spread, axis, 0), scale / 50), decimal(scale, scale / 50));
    if (at < mix.effects.size())
        text += Texts::tr(" · moves the output by %1").arg(QLocale().toString(mix.effects[at], 'g', 3));
    return text;
}

QString centreName(const analysis::MixPicture &mix, const QStringList &classes) {
    using Kind = analysis::CodeCentre::Kind;
    switch (mix.centre.kind) {
    case Kind::Mean: return Texts::tr("the mean code");
    case Kind::Zero: return Texts::tr("zero");
    case Kind::Draw: return mix.hasPrior ? Texts::tr("a random code of the prior") : Texts::tr("a random code");
    case Kind::Sample: break;
    }
    const QString number = Texts::tr("no. %1").arg(QLocale().toString(static_cast<qlonglong>(mix.centre.sample)));
    return mix.label >= 0 && mix.label < classes.size() ? Texts::tr("%1, %2").arg(number, classes[mix.label]) : number;
}

QString axesCount(const analysis::CodeSpread &spread) {
    const int axes = static_cast<int>(spread.axes);
    return spread.basis == analysis::CodeBasis::Units ? Texts::tr("%n units", nullptr, axes) : Texts::tr("%n PCA directions", nullptr, axes);
}

QString orderName(AxisOrder order) {
    switch (order) {
    case AxisOrder::ByNumber: return Texts::tr("By index");
    case AxisOrder::ByVariance: return Texts::tr("By variance");
    case AxisOrder::ByEffect: break;
    }
    return Texts::tr("By effect");
}

std::vector<int> orderedAxes(const analysis::MixPicture &mix, AxisOrder order) {
    std::vector<int> axes(static_cast<std::size_t>(mix.spread.axes));
    std::iota(axes.begin(), axes.end(), 0);
    const std::vector<double> &by = order == AxisOrder::ByEffect ? mix.effects : mix.spread.deviation;
    if (order != AxisOrder::ByNumber && by.size() == axes.size())
        std::stable_sort(axes.begin(), axes.end(), [&by](int a, int b) { return by[static_cast<std::size_t>(a)] > by[static_cast<std::size_t>(b)]; });
    return axes;
}

} // namespace hourglass::ui
