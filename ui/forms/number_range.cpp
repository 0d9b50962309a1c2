#include "ui/forms/number_range.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace hourglass::ui {

namespace {

constexpr int linearStops = 200, decadesAboveZero = 6;

/// mantissa · 10^exponent, rounded once, so that 3 · 10⁻⁴ is the double that "3e-4" reads as.
double decimal(double mantissa, int exponent) {
    const double power = std::pow(10.0, std::abs(exponent));
    return exponent < 0 ? mantissa / power : mantissa * power;
}

void addLinearStops(std::vector<double> &stops, const NumberRange &range) {
    const double finest = (range.maximum - range.minimum) / linearStops;
    int exponent = static_cast<int>(std::floor(std::log10(finest)));
    double mantissa = 1.0;
    for (const double candidate : {1.0, 2.0, 5.0, 10.0}) {
        mantissa = candidate;
        if (decimal(candidate, exponent) >= finest * (1.0 - 1e-9))
            break;
    }
    if (range.isWhole && decimal(mantissa, exponent) < 1.0) {
        mantissa = 1.0;
        exponent = 0;
    }
    const double step = decimal(mantissa, exponent);
    for (double count = std::ceil(range.minimum / step); count * step < range.maximum; ++count)
        stops.push_back(decimal(count * mantissa, exponent));
}

void addWholeOctaves(std::vector<double> &stops, const NumberRange &range) {
    for (double number = 1; number < 8 && number < range.maximum; ++number)
        stops.push_back(number);
    for (double octave = 8; octave < range.maximum; octave *= 2)
        for (const double quarter : {1.0, 1.25, 1.5, 1.75})
            stops.push_back(octave * quarter);
}

void addDecades(std::vector<double> &stops, const NumberRange &range) {
    const int last = static_cast<int>(std::ceil(std::log10(range.maximum)));
    const int first = range.minimum > 0 ? static_cast<int>(std::floor(std::log10(range.minimum))) : last - decadesAboveZero;
    for (int exponent = first; exponent <= last; ++exponent)
        for (const double mantissa : {1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0})
            stops.push_back(decimal(mantissa, exponent));
}

} // namespace

double NumberRange::bounded(double value) const {
    return std::clamp(isWhole ? std::round(value) : value, minimum, maximum);
}

std::vector<double> stopsOf(const NumberRange &range) {
    assert(range.minimum <= range.maximum);
    if (range.minimum == range.maximum)
        return {range.minimum};
    std::vector<double> candidates;
    if (!range.isLogarithmic || range.maximum <= 0)
        addLinearStops(candidates, range);
    else if (range.isWhole)
        addWholeOctaves(candidates, range);
    else
        addDecades(candidates, range);
    std::vector<double> stops{range.minimum};
    for (const double candidate : candidates)
        if (candidate > stops.back() && candidate < range.maximum)
            stops.push_back(candidate);
    stops.push_back(range.maximum);
    return stops;
}

int nearestStop(const std::vector<double> &stops, const NumberRange &range, double value) {
    assert(!stops.empty());
    const auto above = std::lower_bound(stops.begin(), stops.end(), value);
    if (above == stops.begin())
        return 0;
    if (above == stops.end())
        return static_cast<int>(stops.size()) - 1;
    const double low = *(above - 1), high = *above;
    const double middle = range.isLogarithmic && low > 0 ? std::sqrt(low * high) : (low + high) / 2;
    return static_cast<int>(above - stops.begin()) - (value < middle ? 1 : 0);
}

double stepped(const NumberRange &range, double value, int steps) {
    if (range.isWhole)
        return range.bounded(value + steps);
    const std::vector<double> stops = stopsOf(range);
    for (; steps > 0; --steps) {
        const auto next = std::upper_bound(stops.begin(), stops.end(), value);
        value = next == stops.end() ? range.maximum : *next;
    }
    for (; steps < 0; ++steps) {
        const auto here = std::lower_bound(stops.begin(), stops.end(), value);
        value = here == stops.begin() ? range.minimum : *(here - 1);
    }
    return value;
}

QString numberText(double value, const NumberRange &range, const QLocale &locale) {
    QLocale plain = locale;
    plain.setNumberOptions(QLocale::OmitGroupSeparator);
    if (range.isWhole)
        return plain.toString(static_cast<qlonglong>(std::llround(value)));
    const double size = std::abs(value);
    if (value == 0.0 || (size >= 1e-3 && size < 1e6))
        return plain.toString(value, 'g', 6);
    const QString text = QLocale::c().toString(value, 'e', 5);
    const qsizetype split = text.indexOf('e');
    return plain.toString(text.left(split).toDouble(), 'g', 6) + QStringLiteral("e%1").arg(text.mid(split + 1).toInt());
}

std::optional<double> parsedNumber(const QString &text, const NumberRange &range, const QLocale &locale) {
    const QString trimmed = text.trimmed();
    bool isNumber = false;
    if (range.isWhole) {
        const qlonglong whole = locale.toLongLong(trimmed, &isNumber);
        if (isNumber)
            return static_cast<double>(whole);
    }
    QLocale strict = locale;
    strict.setNumberOptions(QLocale::RejectGroupSeparator);
    double value = strict.toDouble(trimmed, &isNumber);
    if (!isNumber)
        value = trimmed.toDouble(&isNumber);
    if (!isNumber || !std::isfinite(value) || (range.isWhole && value != std::round(value)))
        return std::nullopt;
    return value;
}

} // namespace hourglass::ui
