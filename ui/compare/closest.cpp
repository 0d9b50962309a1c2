#include "ui/compare/closest.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hourglass::ui {

bool isClearLead(double a, double b) {
    return std::abs(a - b) > clearLead * std::max(std::abs(a), std::abs(b));
}

std::optional<std::size_t> closest(analysis::Measure measure, const std::vector<double> &numbers) {
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < numbers.size(); ++i)
        if (std::isfinite(numbers[i]) && (!best || analysis::isBetter(measure, numbers[i], numbers[*best])))
            best = i;
    if (!best)
        return {};
    int others = 0;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (i == *best || !std::isfinite(numbers[i]))
            continue;
        if (!isClearLead(numbers[i], numbers[*best]))
            return {};
        ++others;
    }
    return others > 0 ? best : std::nullopt;
}

std::optional<std::size_t> closest(analysis::Measure measure, const std::vector<ComparedRow> &rows, std::size_t column) {
    std::vector<double> numbers;
    for (const ComparedRow &row : rows)
        numbers.push_back(row.picture && column < row.picture->columns.size() ? row.picture->columns[column].of(measure)
                                                                              : std::numeric_limits<double>::quiet_NaN());
    return closest(measure, numbers);
}

std::vector<int> closestCounts(analysis::Measure measure, const std::vector<ComparedRow> &rows, int columns) {
    std::vector<int> counts(rows.size() + 1, 0);
    for (int column = 0; column < columns; ++column)
        ++counts[closest(measure, rows, static_cast<std::size_t>(column)).value_or(rows.size())];
    return counts;
}

} // namespace hourglass::ui
