#include "ui/loss/loss_fit.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hourglass::ui {

namespace {

constexpr double startShare = 0.04;  // of the run that may leave the picture at the top
constexpr double farBaselines = 1.9; // baselines may make the extent this many times as large
constexpr double looseness = 0.5;    // a shown extent is kept while what is needed fills this share of it

double roundedUp(double value) {
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double digit : {1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0})
        if (value <= digit * power * (1 + 1e-9))
            return digit * power;
    return 10.0 * power;
}

double niceStep(double size) {
    const double raw = size / 5.0, power = std::pow(10.0, std::floor(std::log10(raw)));
    for (const double digit : {1.0, 2.0, 2.5, 5.0})
        if (raw <= digit * power)
            return digit * power;
    return 10.0 * power;
}

double quantile(std::vector<double> &values, double share) {
    const auto place = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), place, values.end());
    return *place;
}

/// Values on the scale in which distances are seen.
struct Scale {
    bool isLogarithmic;

    bool has(double value) const { return std::isfinite(value) && (!isLogarithmic || value > 0.0); }
    double to(double value) const { return isLogarithmic ? std::log10(value) : value; }
    double from(double value) const { return isLogarithmic ? std::pow(10.0, value) : value; }
};

} // namespace

Extent fittedRun(const Extent &shown, double first, double last, double smallest, bool isLogarithmic) {
    const double lower = isLogarithmic ? std::max(first, 1e-9) : 0.0;
    const double needed = std::max({last, smallest, lower * 10.0});
    const bool isGood = shown.lower == lower && last <= shown.upper && (needed >= 0.6 * shown.upper || shown.upper <= smallest);
    return isGood ? shown : Extent{lower, std::max(roundedUp(last * 1.06 + 1e-12), std::max(smallest, lower * 10.0))};
}

Extent fittedLoss(const Extent &shown, const LossLevels &levels) {
    const Scale scale{levels.isLogarithmic};
    const std::span<const CurveColumn> train = levels.train;
    double start = -1.0;
    if (levels.skipsStart && !train.empty())
        start = train.front().x + startShare * (train.back().x - train.front().x);

    std::vector<double> smoothed, means, lows, highs, heldOut;
    for (const CurveColumn &column : train) {
        if (column.x < start)
            continue;
        if (scale.has(column.smoothed))
            smoothed.push_back(scale.to(column.smoothed));
        if (scale.has(column.mean))
            means.push_back(scale.to(column.mean));
        if (scale.has(column.minimum))
            lows.push_back(scale.to(column.minimum));
        if (scale.has(column.maximum))
            highs.push_back(scale.to(column.maximum));
    }
    for (const CurveColumn &column : levels.heldOut)
        if (scale.has(column.minimum) && scale.has(column.maximum) && ((column.x > 0 && column.x >= start) || smoothed.empty())) {
            heldOut.push_back(scale.to(column.minimum));
            heldOut.push_back(scale.to(column.maximum));
        }
    if (smoothed.empty())
        smoothed = heldOut;
    if (smoothed.empty())
        for (const double value : levels.baselines)
            if (scale.has(value))
                smoothed.push_back(scale.to(value));
    if (smoothed.empty())
        return shown;

    // A single wild value must not flatten the rest, but a jump to half as much again is what one wants to see.
    std::vector<double> &typical = means.empty() ? smoothed : means;
    const double low = quantile(typical, 0.1), high = quantile(typical, 0.9);
    const double aHalf = levels.isLogarithmic ? std::log10(1.5) : 0.5 * std::abs(high);
    const double limit = high + std::max(4.0 * (high - low), aHalf);
    const double floor = low - std::max(4.0 * (high - low), aHalf);
    Extent needed{high, low};
    const auto include = [&](double value) {
        needed.lower = std::min(needed.lower, std::max(value, floor));
        needed.upper = std::max(needed.upper, std::min(value, limit));
    };
    for (const double value : smoothed)
        include(value);
    for (const double value : heldOut)
        include(value);
    for (const double value : levels.others)
        if (scale.has(value))
            include(scale.to(value));
    const double tiny = std::max(1e-6 * std::max(std::abs(needed.lower), std::abs(needed.upper)), 1e-12);
    const double core = std::max(needed.size(), tiny);
    if (!lows.empty() && !highs.empty()) {
        needed.lower = std::min(needed.lower, std::max(quantile(lows, 0.08), needed.lower - 0.6 * core));
        needed.upper = std::max(needed.upper, std::min(quantile(highs, 0.92), needed.upper + 0.3 * core));
    }
    if (needed.size() < tiny) { // one point, or a flat line: numbers that can be read around it
        const double around = levels.isLogarithmic ? 0.1 : std::max(0.1 * std::abs(needed.upper), 25 * tiny);
        needed = {needed.lower - around, needed.upper + around};
    }

    std::vector<double> baselines;
    for (const double value : levels.baselines)
        if (scale.has(value))
            baselines.push_back(scale.to(value));
    const auto distance = [needed](double value) { return std::max({needed.lower - value, value - needed.upper, 0.0}); };
    std::sort(baselines.begin(), baselines.end(), [&](double a, double b) { return distance(a) < distance(b); });
    // Before the first step there is nothing but the start: then the way ahead is what there is to see.
    const double largest = train.empty() ? std::numeric_limits<double>::infinity() : needed.size() * farBaselines;
    for (const double value : baselines) {
        const Extent with{std::min(needed.lower, value), std::max(needed.upper, value)};
        if (with.size() <= largest)
            needed = with;
    }

    for (const double value : levels.terms)
        if (scale.has(value))
            needed = {std::min(needed.lower, scale.to(value)), std::max(needed.upper, scale.to(value))};

    const Extent before = scale.has(shown.lower) && scale.has(shown.upper) ? Extent{scale.to(shown.lower), scale.to(shown.upper)} : Extent{0, 0};
    if (needed.lower >= before.lower && needed.upper <= before.upper && needed.size() >= looseness * before.size())
        return shown;
    const double margin = 0.05 * needed.size();
    if (levels.isLogarithmic)
        return {scale.from(needed.lower - margin), scale.from(needed.upper + margin)};
    const double half = niceStep(needed.size()) / 2.0;
    const double lower = std::floor((needed.lower - margin) / half) * half;
    return {needed.lower >= 0.0 ? std::max(lower, 0.0) : lower, std::ceil((needed.upper + margin) / half) * half};
}

} // namespace hourglass::ui
