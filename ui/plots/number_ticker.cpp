#include "ui/plots/number_ticker.h"

#include <algorithm>
#include <cmath>

namespace hourglass::ui {

namespace {

/// Digits after the point that a multiple of the step needs.
int decimalsOf(double step) {
    int decimals = 0;
    for (double scaled = step; decimals < 8 && std::abs(scaled - std::round(scaled)) > 1e-6 * step * std::pow(10.0, decimals); ++decimals)
        scaled *= 10.0;
    return decimals;
}

} // namespace

QString significant(double value, int digits, const QLocale &locale) {
    if (!std::isfinite(value))
        return QStringLiteral("–");
    const double size = std::abs(value);
    if (size > 0 && (size < 1e-4 || size >= 1e7))
        return locale.toString(value, 'e', std::max(digits - 2, 0));
    const int whole = size > 0 ? static_cast<int>(std::floor(std::log10(size))) : 0;
    return locale.toString(value, 'f', std::max(digits - 1 - whole, 0));
}

QString NumberTicker::label(double value, double step, const QLocale &locale) {
    const double size = std::abs(value);
    if (step > 0.0 && size < step * 1e-6)
        return locale.toString(0);
    if (size < 1e-4 || size >= 1e9)
        return locale.toString(value, 'g', 3);
    const bool isMillions = size >= 1e6, isThousands = !isMillions && size >= 1e4;
    const double unit = isMillions ? 1e6 : isThousands ? 1e3 : 1.0;
    const double smallest = step > 0.0 ? step : std::pow(10.0, std::floor(std::log10(size)) - 2.0);
    int decimals = decimalsOf(smallest / unit);
    if (step <= 0.0) // no step to go by: no idle zeros
        while (decimals > 0 &&
               std::abs(value / unit - std::round(value / unit * std::pow(10.0, decimals - 1)) / std::pow(10.0, decimals - 1)) < 1e-9 * size / unit)
            --decimals;
    const QString digits = locale.toString(value / unit, 'f', decimals);
    return isMillions    ? QCoreApplication::translate("NumberTicker", "%1M", "millions").arg(digits)
           : isThousands ? QCoreApplication::translate("NumberTicker", "%1k", "thousands").arg(digits)
                         : digits;
}

double NumberTicker::getTickStep(const QCPRange &range) {
    // Halves and fifths of tens only: a quarter of an epoch or 0.025 takes a digit more to read.
    double magnitude = 1.0;
    const double mantissa = getMantissa(range.size() / (tickCount() + 1e-10), &magnitude);
    return std::max(pickClosest(mantissa, {1.0, 2.0, 5.0, 10.0}) * magnitude, m_smallestStep);
}

QVector<double> NumberTicker::createTickVector(double tickStep, const QCPRange &range) {
    m_step = tickStep;
    if (!m_isLogarithmic || range.lower <= 0.0 || range.upper / range.lower < 5.0)
        return QCPAxisTicker::createTickVector(tickStep, range);
    m_step = 0.0;
    const int first = static_cast<int>(std::floor(std::log10(range.lower))), last = static_cast<int>(std::ceil(std::log10(range.upper)));
    const double decades = std::log10(range.upper / range.lower);
    const int stride = std::max(1, static_cast<int>(std::ceil(decades / tickCount())));
    const bool isFine = decades * 3 <= tickCount() + 2;
    QVector<double> ticks;
    for (int decade = first; decade <= last; decade += stride)
        for (const double digit : {1.0, 2.0, 5.0})
            if (digit == 1.0 || isFine)
                ticks.append(digit * std::pow(10.0, decade));
    return ticks;
}

QString NumberTicker::getTickLabel(double tick, const QLocale &locale, QChar, int) {
    return label(tick, m_step, locale);
}

} // namespace hourglass::ui
