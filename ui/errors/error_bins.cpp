#include "ui/errors/error_bins.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hourglass::ui {

using core::Index;

namespace {

constexpr double tail = 0.005; ///< of the numbers lie beyond the axis

} // namespace

int ErrorBins::binOf(double error) const {
    return std::clamp(static_cast<int>(std::floor(std::clamp((error - from) / (to - from), -1.0, 2.0) * bins)), 0, bins - 1);
}

Index ErrorBins::inBin(int bin) const {
    Index sum = 0;
    if (!counts.empty())
        for (const Index count : counts[static_cast<std::size_t>(bin)])
            sum += count;
    return sum;
}

Index ErrorBins::most() const {
    Index largest = 0;
    for (int bin = 0; bin < bins; ++bin)
        largest = std::max(largest, inBin(bin));
    return largest;
}

ErrorBins countErrors(const analysis::PartErrors &errors, const std::vector<std::int32_t> &labels, std::size_t classes) {
    ErrorBins result;
    result.measure = errors.measure;
    std::vector<float> sorted;
    for (const float error : errors.bySample)
        if (std::isfinite(error))
            sorted.push_back(error);
    if (sorted.empty())
        return result;
    std::sort(sorted.begin(), sorted.end());
    const auto at = [&sorted](double share) { return static_cast<double>(sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))]); };
    result.samples = static_cast<Index>(sorted.size());
    result.lowest = static_cast<double>(sorted.front());
    result.highest = static_cast<double>(sorted.back());
    const bool isLargerBetter = analysis::factsOf(errors.measure).isLargerBetter;
    result.from = isLargerBetter ? at(tail) : 0;
    result.to = isLargerBetter ? result.highest : at(1 - tail);
    const double width = result.to - result.from;
    result.to = width > 0 ? result.to + 0.02 * width : result.from + std::max(1e-12, std::abs(result.from) * 1e-3);
    result.counts.assign(ErrorBins::bins, std::vector<Index>(classes + 1));
    for (std::size_t i = 0; i < errors.bySample.size(); ++i)
        if (std::isfinite(errors.bySample[i])) {
            const std::int32_t label = i < labels.size() ? labels[i] : -1;
            const std::size_t column = label >= 0 && static_cast<std::size_t>(label) < classes ? static_cast<std::size_t>(label) : classes;
            ++result.counts[static_cast<std::size_t>(result.binOf(static_cast<double>(errors.bySample[i])))][column];
        }
    return result;
}

std::vector<Index> samplesWithin(const analysis::PartErrors &errors, const ErrorBins &bins, double from, double to) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const double low = from <= bins.from ? -infinity : from, high = to >= bins.to ? infinity : to;
    std::vector<Index> samples;
    for (std::size_t i = 0; i < errors.bySample.size(); ++i)
        if (const auto error = static_cast<double>(errors.bySample[i]); std::isfinite(error) && error >= low && error <= high)
            samples.push_back(static_cast<Index>(i));
    return samples;
}

} // namespace hourglass::ui
