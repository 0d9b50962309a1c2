#include "ui/latent/latent_texts.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "engine/projections/projection.h"

namespace hourglass::ui {

namespace {

struct Texts { // the context of the translations
    Q_DECLARE_TR_FUNCTIONS(hourglass::ui::LatentMap)
};

QString subscript(int number) {
    QString text = QString::number(number);
    for (QChar &digit : text)
        digit = QChar(0x2080 + digit.digitValue());
    return text;
}

} // namespace

QString unitName(int unit) {
    return QLatin1Char('z') + subscript(unit + 1);
}

QString methodName(const std::string &method) {
    const spec::Kind *kind = spec::find(projections::methods(), method);
    return QString::fromStdString(kind ? kind->label : method);
}

QString layoutHelp(const analysis::LatentPicture &picture) {
    if (!picture.layout)
        return {};
    const QLocale locale;
    const analysis::LayoutReport &report = *picture.layout;
    const spec::Kind *kind = spec::find(projections::methods(), picture.axes.method);
    QStringList sentences;
    if (kind)
        sentences << QString::fromStdString(kind->help);
    if (report.neighbours > 0) {
        sentences
            << Texts::tr("Trustworthiness %1: how far points that lie near one another here are near in the code as well.")
                   .arg(locale.toString(report.trustworthiness, 'f', 3))
            << Texts::tr("Continuity %1: how far samples that are near in the code lie near one another here.").arg(locale.toString(report.continuity, 'f', 3))
            << Texts::tr("1 is perfect, about ½ is chance; asked of the %n nearest.", nullptr, static_cast<int>(report.neighbours));
    } else {
        sentences << Texts::tr("How far it can be trusted is measured when it has settled.");
    }
    using Of = analysis::LayoutReport::Of;
    if (report.of == Of::Kept)
        sentences << Texts::tr("It was kept with this moment, and is shown as it was laid out.");
    if (report.of == Of::Anew)
        sentences << Texts::tr("None was kept with this moment: it is laid out now, and may look otherwise than it did then. From now on it is kept.");
    for (const std::string &warning : report.warnings)
        sentences << QString::fromStdString(warning);
    QString text; // rich, so that long sentences wrap
    for (const QString &sentence : sentences)
        text += QStringLiteral("<p>%1</p>").arg(sentence.toHtmlEscaped());
    return text;
}

QString axisName(const analysis::LatentAxes &axes, bool isVertical) {
    if (axes.kind == analysis::LatentAxes::Kind::Layout)
        return methodName(axes.method) + QLatin1Char(' ') + (isVertical ? QLatin1Char('2') : QLatin1Char('1'));
    if (axes.kind == analysis::LatentAxes::Kind::Principal)
        return Texts::tr("PC", "principal component") + subscript(isVertical ? 2 : 1);
    return unitName(isVertical ? axes.second : axes.first);
}

QString depthName(const analysis::LatentAxes &axes) {
    if (axes.kind == analysis::LatentAxes::Kind::Layout)
        return methodName(axes.method) + QLatin1String(" 3");
    return axes.kind == analysis::LatentAxes::Kind::Principal ? Texts::tr("PC", "principal component") + subscript(3) : unitName(axes.third);
}

QString coordinatesInSpace(const analysis::LatentPicture &picture, std::size_t point) {
    if (picture.axes.kind == analysis::LatentAxes::Kind::Layout)
        return methodName(picture.axes.method); // its numbers mean nothing
    constexpr double resolution = 0.02;
    return QStringLiteral("%1, %2, %3 = (%4, %5, %6)")
        .arg(axisName(picture.axes, false), axisName(picture.axes, true), depthName(picture.axes), decimal(picture.x[point], resolution),
             decimal(picture.y[point], resolution), decimal(picture.z[point], resolution));
}

QString describe(const analysis::LatentPicture &picture) {
    const QLocale locale;
    const QString samples =
        Texts::tr("%1 test samples", nullptr, static_cast<int>(picture.x.size())).arg(locale.toString(static_cast<qlonglong>(picture.x.size())));
    if (picture.units == 1)
        return Texts::tr("%1 · %2").arg(unitName(0), samples);
    if (picture.axes.kind == analysis::LatentAxes::Kind::Layout) {
        QString units = (picture.axes.isSpatial() ? Texts::tr("3-D %1 of %2 units") : Texts::tr("%1 of %2 units"))
                            .arg(methodName(picture.axes.method), locale.toString(static_cast<qlonglong>(picture.units)));
        if (!picture.layout)
            return units;
        const analysis::LayoutReport &report = *picture.layout;
        if (report.of == analysis::LayoutReport::Of::Anew) // people may have seen another one then
            units = Texts::tr("%1, laid out anew").arg(units);
        if (report.neighbours > 0)
            return Texts::tr("%1 · trust %2, continuity %3 · %4")
                .arg(units, locale.toString(report.trustworthiness, 'f', 3), locale.toString(report.continuity, 'f', 3), samples);
        if (report.isSettled())
            return Texts::tr("%1 · %2").arg(units, samples);
        return Texts::tr("%1 · %2 % laid out · %3").arg(units, locale.toString(std::floor(report.done * 100), 'f', 0), samples);
    }
    if (picture.axes.kind == analysis::LatentAxes::Kind::Principal) {
        const QString share = std::isfinite(picture.explained) ? locale.toString(picture.explained * 100, 'f', 0) : QStringLiteral("–");
        return (picture.axes.isSpatial() ? Texts::tr("3-D PCA of %1 units · %2 % of the variance · %3")
                                         : Texts::tr("PCA of %1 units · %2 % of the variance · %3"))
            .arg(locale.toString(static_cast<qlonglong>(picture.units)), share, samples);
    }
    if (picture.axes.isSpatial())
        return Texts::tr("%1 × %2 × %3 · %4").arg(axisName(picture.axes, false), axisName(picture.axes, true), depthName(picture.axes), samples);
    return Texts::tr("%1 × %2 · %3").arg(axisName(picture.axes, false), axisName(picture.axes, true), samples);
}

QString decimal(double value, double resolution) {
    const int decimals = resolution > 0 ? std::clamp(static_cast<int>(std::ceil(-std::log10(resolution) - 0.35)), 1, 6) : 2;
    QString text = QLocale().toString(std::abs(value), 'f', decimals);
    const bool isZero = std::none_of(text.cbegin(), text.cend(), [](QChar digit) { return digit.digitValue() > 0; });
    return value < 0 && !isZero ? QChar(0x2212) + text : text;
}

QString coordinates(const analysis::LatentPicture &picture, double x, double y, double resolution) {
    if (picture.units == 1)
        return Texts::tr("z = %1").arg(decimal(x, resolution));
    const QString pair = QStringLiteral("(%1, %2)").arg(decimal(x, resolution), decimal(y, resolution));
    if (picture.axes.kind == analysis::LatentAxes::Kind::Layout)
        return methodName(picture.axes.method); // its numbers mean nothing
    if (picture.axes.kind == analysis::LatentAxes::Kind::Principal)
        return Texts::tr("PC = %1", "principal components").arg(pair);
    if (picture.units == 2 && picture.axes.first == 0)
        return Texts::tr("z = %1").arg(pair);
    return QStringLiteral("%1, %2 = %3").arg(axisName(picture.axes, false), axisName(picture.axes, true), pair);
}

QString errorText(double mse) {
    return std::isfinite(mse) ? QLocale().toString(mse, 'g', 3) : QStringLiteral("–");
}

void writeNumbers(const analysis::LatentPicture &picture, const SharedColouring &colouring, CsvWriter &writer) {
    const bool hasValues = isByValue(colouring);
    /// What colours a sample: its name where it has one, else its number; empty where it is unknown.
    const auto valueCell = [&colouring](core::Index sample) {
        const float value = colouring->shownValue(sample);
        if (!std::isfinite(value))
            return QString();
        if (!colouring->scale.names.isEmpty())
            return colouring->scale.textOf(value);
        std::array<char, 32> digits;
        return QString::fromLatin1(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr - digits.data());
    };
    const bool isPlane = picture.y.size() == picture.x.size(), isPrincipal = picture.axes.kind == analysis::LatentAxes::Kind::Principal;
    const bool isLayout = picture.axes.kind == analysis::LatentAxes::Kind::Layout;
    const auto heading = [&](bool isVertical) {
        if (isLayout)
            return QString::fromStdString(picture.axes.method) + QString::number(isVertical ? 2 : 1);
        return isPrincipal ? QStringLiteral("pc%1").arg(isVertical ? 2 : 1)
                           : QStringLiteral("z%1").arg((isVertical ? picture.axes.second : picture.axes.first) + 1);
    };
    QStringList headings{QStringLiteral("sample"), QStringLiteral("label")};
    if (hasValues)
        headings << colouring->name;
    headings << heading(false);
    if (isPlane)
        headings << heading(true);
    const bool isSpatial = isPlane && picture.z.size() == picture.x.size();
    if (isSpatial)
        headings << (isLayout      ? QString::fromStdString(picture.axes.method) + QLatin1Char('3')
                     : isPrincipal ? QStringLiteral("pc3")
                                   : QStringLiteral("z%1").arg(picture.axes.third + 1));
    writer.row(headings);
    for (std::size_t i = 0; i < picture.x.size(); ++i) {
        QStringList cells{i < picture.samples.size() ? QString::number(picture.samples[i]) : QString(),
                          i < picture.labels.size() && picture.labels[i] >= 0 ? QString::number(picture.labels[i]) : QString()};
        if (hasValues)
            cells << (i < picture.samples.size() ? valueCell(picture.samples[i]) : QString());
        if (isSpatial)
            writer.row(cells, {picture.x[i], picture.y[i], picture.z[i]});
        else if (isPlane)
            writer.row(cells, {picture.x[i], picture.y[i]});
        else
            writer.row(cells, {picture.x[i]});
    }
}

} // namespace hourglass::ui
