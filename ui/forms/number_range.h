// The numbers that a control may take, the round ones among them, and numbers as text in the person's language.
#pragma once

#include <QLocale>
#include <QString>

#include <optional>
#include <vector>

namespace hourglass::ui {

struct NumberRange {
    double minimum = 0.0; ///< inclusive
    double maximum = 1.0; ///< inclusive
    bool isLogarithmic = false;
    bool isWhole = false;

    double bounded(double value) const;
    bool operator==(const NumberRange &) const = default;
};

/// The values at which a slider stops, rising, both ends among them: at most some two hundred round numbers. Logarithmic ranges
/// have four stops an octave (whole: 8 10 12 14 16 20 …) or eight a decade (real: 1 1.5 2 3 4 5 6 8); one that begins at zero or
/// below has its minimum as the first stop and six decades below its maximum as the next.
std::vector<double> stopsOf(const NumberRange &range);

/// The stop nearest to the value, by its logarithm where the range is logarithmic. `stops` is not empty.
int nearestStop(const std::vector<double> &stops, const NumberRange &range, double value);

/// The value after so many steps up (or down, negative): by one where numbers are whole, otherwise to the next stops.
double stepped(const NumberRange &range, double value, int steps);

/// "784", "0.001", "1.5e-4": whole numbers without grouping, real ones with at most six digits that count.
QString numberText(double value, const NumberRange &range, const QLocale &locale);

/// Reads what a person wrote: the locale's own decimal point or ".", and powers of ten ("1e-3"). Nothing where it is no number,
/// not finite, or has a fraction though the range is whole. The number may lie outside the range.
std::optional<double> parsedNumber(const QString &text, const NumberRange &range, const QLocale &locale);

} // namespace hourglass::ui
