#include "ui/reconstructions/reconstruction_style.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace hourglass::ui {

namespace {

double stepAbove(double needed) {
    static constexpr std::array steps{1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0};
    const double power = std::pow(10.0, std::floor(std::log10(needed)));
    for (const double step : steps)
        if (step * power >= needed * (1 - 1e-9))
            return step * power;
    return 10 * power;
}

} // namespace

QString ReconstructionStyle::className(std::int32_t label) const {
    if (label < 0)
        return {};
    return label < classes.size() ? classes[label] : QLocale().toString(label);
}

QString ReconstructionStyle::columnName(const analysis::ReconstructionColumn &column) const {
    return column.sample < 0      ? QCoreApplication::translate("hourglass::ui::ReconstructionsView", "yours")
           : isByValue(colouring) ? colouring->scale.textOf(colouring->shownValue(column.sample))
                                  : className(column.label);
}

QColor ReconstructionStyle::columnColour(const analysis::ReconstructionColumn &column) const {
    if (column.sample < 0)
        return theme.text;
    return sampleColour(colouring, column.label, isByValue(colouring) ? colouring->shownValue(column.sample) : 0.0f, theme);
}

double SteadyLimit::follow(double needed) {
    if (!(needed > 0) || !std::isfinite(needed))
        return m_value > 0 ? m_value : 1.0;
    const double fitting = stepAbove(needed);
    const double withMargin = stepAbove(needed * 1.12);
    if (fitting > m_value || withMargin < m_value)
        m_value = fitting > m_value ? fitting : withMargin;
    return m_value;
}

double typicalErrorLimit(const analysis::ReconstructionPicture &picture, int columns) {
    static thread_local std::vector<float> magnitudes; // keeps its memory from one update to the next
    magnitudes.clear();
    const int count = std::min(columns, static_cast<int>(picture.columns.size()));
    for (int index = 0; index < count; ++index) {
        const auto &column = picture.columns[static_cast<std::size_t>(index)];
        for (std::size_t i = 0; i < std::min(column.original.size(), column.reconstruction.size()); ++i) {
            const float error = std::abs(column.reconstruction[i] - column.original[i]);
            if (std::isfinite(error))
                magnitudes.push_back(error);
        }
    }
    if (magnitudes.empty())
        return 0;
    const auto rank = static_cast<std::ptrdiff_t>(static_cast<double>(magnitudes.size() - 1) * 0.995);
    std::nth_element(magnitudes.begin(), magnitudes.begin() + rank, magnitudes.end());
    return magnitudes[static_cast<std::size_t>(rank)];
}

core::Range chartRange(const analysis::ReconstructionPicture &picture, int columns) {
    double lowest = 0, highest = 0;
    for (int index = 0; index < std::min(columns, static_cast<int>(picture.columns.size())); ++index)
        for (const float value : picture.columns[static_cast<std::size_t>(index)].original)
            if (std::isfinite(value)) {
                lowest = std::min<double>(lowest, value);
                highest = std::max<double>(highest, value);
            }
    if (-lowest < 0.02 * highest) // a little noise below zero is no reason for an axis that begins at −0.003
        lowest = 0;
    SteadyLimit above, below;
    return {static_cast<float>(lowest < 0 ? -below.follow(-lowest) : 0), static_cast<float>(highest > 0 ? above.follow(highest) : lowest < 0 ? 0 : 1)};
}

std::size_t stepFeaturesOf(const core::Shape &sample) {
    constexpr core::Index mostFeatures = 16;
    return sample.rank == 2 && sample.extents[1] <= mostFeatures ? static_cast<std::size_t>(sample.extents[1]) : 0;
}

double meanOf(const analysis::ReconstructionPicture &picture, int columns, const std::function<double(const analysis::ReconstructionColumn &)> &number) {
    double sum = 0;
    int count = 0;
    for (int index = 0; index < std::min(columns, static_cast<int>(picture.columns.size())); ++index) {
        const analysis::ReconstructionColumn &column = picture.columns[static_cast<std::size_t>(index)];
        const double value = number(column);
        if (column.sample >= 0 && std::isfinite(value)) { // a picture of one's own is no test sample
            sum += value;
            ++count;
        }
    }
    return count > 0 ? sum / count : std::numeric_limits<double>::quiet_NaN();
}

QString mseText(double mse) {
    return mseText(mse, mse);
}

QString mseText(double mse, double largest) {
    if (!std::isfinite(mse))
        return QStringLiteral("–");
    const QLocale locale;
    const double size = std::isfinite(largest) ? std::abs(largest) : std::abs(mse);
    if ((size != 0 && size < 0.00095) || size >= 10000)
        return locale.toString(mse, 'e', 1);
    return locale.toString(mse, 'f', size < 10 ? 4 : size < 100 ? 2 : 0);
}

QString measureText(analysis::Measure measure, double value, double largest) {
    if (measure == analysis::Measure::Mse || measure == analysis::Measure::Mae)
        return mseText(value, largest);
    if (!std::isfinite(value))
        return QStringLiteral("–");
    return QLocale().toString(value, 'f', measure == analysis::Measure::Psnr ? 1 : 3).replace(QLatin1Char('-'), QChar(0x2212));
}

QString measureName(analysis::Measure measure) {
    const QString name = QLatin1String(analysis::factsOf(measure).name);
    return measure == analysis::Measure::Psnr ? QCoreApplication::translate("hourglass::ui::Reconstructions", "%1, dB").arg(name) : name;
}

QString ReconstructionStyle::featureName(std::size_t feature) const {
    if (feature < static_cast<std::size_t>(features.size()))
        return features[static_cast<int>(feature)];
    return QCoreApplication::translate("hourglass::ui::ReconstructionCard", "feature %1").arg(QLocale().toString(static_cast<qlonglong>(feature + 1)));
}

QString ReconstructionStyle::scaleText(double limit) const {
    return isByRange ? QCoreApplication::translate("hourglass::ui::ReconstructionCard", "%1 %").arg(limitText(100 * limit)) : limitText(limit);
}

QString ReconstructionStyle::signedScaleText(double value) const {
    return isByRange ? QCoreApplication::translate("hourglass::ui::ReconstructionCard", "%1 %").arg(signedText(100 * value)) : signedText(value);
}

QString limitText(double limit) {
    constexpr double readable = 1e5; // as a whole number
    const double size = std::abs(limit);
    return QLocale()
        .toString(limit, size >= 100 && size < readable ? 'f' : 'g', size >= 100 && size < readable ? 0 : 2)
        .replace(QLatin1Char('-'), QChar(0x2212));
}

QString signedText(double value) {
    return value > 0 ? QLatin1Char('+') + limitText(value) : limitText(value);
}

} // namespace hourglass::ui
