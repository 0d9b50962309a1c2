// Errors counted by bin and class. Pure values: nothing here paints or keeps state.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/analysis/part_errors.h"

namespace hourglass::ui {

struct ErrorBins {
    static constexpr int bins = 60;

    analysis::Measure measure = analysis::Measure::Mse;
    double from = 0, to = 1;                      ///< of the axis; what lies beyond stands in the first and last bin
    double lowest = 0, highest = 0;               ///< of the numbers
    std::vector<std::vector<core::Index>> counts; ///< by bin, then by class; the last is that without one
    core::Index samples = 0;

    bool isEmpty() const { return samples == 0; }
    double edge(int bin) const { return from + (to - from) * bin / bins; }
    int binOf(double error) const;
    core::Index inBin(int bin) const;
    core::Index most() const; ///< in one bin
};

/// `labels` is as long as the errors, or empty; `classes`: how many there are.
ErrorBins countErrors(const analysis::PartErrors &errors, const std::vector<std::int32_t> &labels, std::size_t classes);

/// The samples whose error lies in a range of the axis, both ends included; an end of the axis reaches as far as there are numbers. By number.
std::vector<core::Index> samplesWithin(const analysis::PartErrors &errors, const ErrorBins &bins, double from, double to);

} // namespace hourglass::ui
