#include "ui/colouring/colour_scale.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hourglass::ui {

namespace {

constexpr double clippedShare = 0.01, farBeyond = 0.25, beyondWhole = 1e15;

struct Texts { // the context of the translations
    Q_DECLARE_TR_FUNCTIONS(Colouring)
};

QString withTrueMinus(QString text) {
    return text.replace(QLatin1Char('-'), QChar(0x2212));
}

QString numberText(double value, double width, double largestPlain = 1e9) {
    const QLocale locale;
    const bool isPlain = width >= 1e-5 && std::abs(value) < largestPlain;
    if (!isPlain)
        return withTrueMinus(locale.toString(value, 'g', 4));
    const int decimals = std::clamp(2 - static_cast<int>(std::floor(std::log10(width))), 0, 6);
    const double unit = std::pow(10.0, -decimals);
    return withTrueMinus(locale.toString(std::abs(value) < unit / 2 ? 0.0 : value, 'f', decimals));
}

/// The different values where they are whole and few, else nothing. The values are finite.
std::vector<float> stepsOf(const std::vector<float> &values) {
    std::vector<float> steps;
    for (const float value : values) {
        const auto place = std::lower_bound(steps.begin(), steps.end(), value);
        if (place != steps.end() && *place == value)
            continue;
        if (value != std::round(value) || steps.size() == ColourScale::mostSteps)
            return {};
        steps.insert(place, value);
    }
    return steps;
}

double percentile(std::vector<float> &values, double share) {
    const auto rank = static_cast<std::ptrdiff_t>(std::lround(share * static_cast<double>(values.size() - 1)));
    std::nth_element(values.begin(), values.begin() + rank, values.end());
    return static_cast<double>(values[static_cast<std::size_t>(rank)]);
}

} // namespace

ColourScale ColourScale::of(std::vector<float> values, double period) {
    ColourScale scale;
    const auto all = values.size();
    std::erase_if(values, [](float value) { return !std::isfinite(value); });
    scale.hasUnknown = values.size() < all;
    scale.period = period;
    if (period > 0)
        scale.high = period;
    if (values.empty())
        return scale;
    scale.steps = stepsOf(values);
    const auto [lowest, highest] = std::minmax_element(values.begin(), values.end());
    const double least = static_cast<double>(*lowest), most = static_cast<double>(*highest);
    if (period > 0 && scale.steps.empty())
        return scale;
    scale.low = least;
    scale.high = most;
    if (!scale.steps.empty())
        return scale;
    const double below = percentile(values, clippedShare), above = percentile(values, 1 - clippedShare), reach = farBeyond * (above - below);
    scale.isClippedBelow = reach > 0 && below - least > reach;
    scale.isClippedAbove = reach > 0 && most - above > reach;
    scale.low = scale.isClippedBelow ? below : least;
    scale.high = scale.isClippedAbove ? above : most;
    return scale;
}

ColourScale ColourScale::ofKinds(const QStringList &names, const std::vector<int> &classes) {
    ColourScale scale;
    for (qsizetype kind = 0; kind < std::min<qsizetype>(names.size(), levels); ++kind) {
        scale.steps.push_back(static_cast<float>(kind));
        scale.names << names[kind];
        scale.classes.push_back(classes[static_cast<std::size_t>(kind)]);
    }
    scale.high = std::max(1.0, static_cast<double>(scale.steps.size()) - 1);
    return scale;
}

int ColourScale::levelOf(float value) const {
    if (!std::isfinite(value))
        return levels;
    if (!classes.empty())
        return stepOf(value);
    if (!steps.empty()) {
        const int step = stepOf(value), count = static_cast<int>(steps.size());
        return isCyclic() ? step * levels / count : count == 1 ? levels / 2 : step * (levels - 1) / (count - 1);
    }
    const double width = high - low;
    if (!(width > 0))
        return levels / 2;
    const double share = (static_cast<double>(value) - low) / width;
    if (isCyclic())
        return static_cast<int>((share - std::floor(share)) * levels + 0.5) % levels;
    return static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * (levels - 1)));
}

int ColourScale::stepOf(float value) const {
    if (steps.empty() || !std::isfinite(value))
        return -1;
    const auto step = std::lower_bound(steps.begin(), steps.end(), value) - steps.begin();
    return static_cast<int>(std::min<std::ptrdiff_t>(step, static_cast<std::ptrdiff_t>(steps.size()) - 1));
}

QString ColourScale::textOf(float value) const {
    if (!std::isfinite(value))
        return unknown.isEmpty() ? Texts::tr("unknown") : unknown;
    if (!names.isEmpty())
        return names.value(static_cast<int>(std::lround(value)));
    if (offset != 0)
        return numberText(static_cast<double>(value) + offset, high - low, beyondWhole);
    return steps.empty() ? numberText(static_cast<double>(value), high - low) : withTrueMinus(QLocale().toString(static_cast<double>(value), 'f', 0));
}

QString ColourScale::markAt(double share) const {
    if (isCyclic() && std::abs(period - 2 * std::numbers::pi) < 1e-3 && share * 2 == std::round(share * 2))
        return share == 0 ? QStringLiteral("0") : share == 0.5 ? QStringLiteral("π") : QStringLiteral("2π");
    const double value = low + (high - low) * share;
    const QString text = offset != 0       ? numberText(value + offset, high - low, beyondWhole)
                         : names.isEmpty() ? numberText(value, high - low)
                                           : textOf(static_cast<float>(value));
    if (share == 0 && isClippedBelow)
        return QStringLiteral("≤ %1").arg(text);
    return share == 1 && isClippedAbove ? QStringLiteral("≥ %1").arg(text) : text;
}

} // namespace hourglass::ui
