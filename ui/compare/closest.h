// Which of several runs is closer to a sample, and whether that says anything.
#pragma once

#include <optional>
#include <vector>

#include "ui/compare/compared_row.h"

namespace hourglass::ui {

/// A smaller lead of one seed says nothing: both are even.
constexpr double clearLead = 0.025;

/// Whether two numbers differ by more than that share of the larger one. False where either is not finite.
bool isClearLead(double a, double b);

/// The place of the best number, where it leads each of the others clearly; numbers that are not finite are left out. None: they are even, or fewer than two.
std::optional<std::size_t> closest(analysis::Measure measure, const std::vector<double> &numbers);
/// Of one sample, by its column.
std::optional<std::size_t> closest(analysis::Measure measure, const std::vector<ComparedRow> &rows, std::size_t column);

/// In how many of the first columns each run is the closest; the last number: in how many none is.
std::vector<int> closestCounts(analysis::Measure measure, const std::vector<ComparedRow> &rows, int columns);

} // namespace hourglass::ui
