// Dates and times of a delimited text, told by their form.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/data/readers/csv_dialect.h"

namespace hourglass::data {

/// A date, a time or both: 2024-05-01, 1.5.2024, 5/1/24 10:30, 10:30:15, 05-Jan-2024, Jan 5, 2024, 5 janvier 2024, 1949-02, 1949M02, 1949Q1,
/// 2024-W05, 20240105T1030, Fri Jan  5 10:00:00 2024. What is a number as well, such as 20240105, is told by a whole column alone.
bool isDate(std::string_view text);

/// Whether all numbers of a column are dates of digits alone: 20240105, 05012024, 202401, 240105, and the first with a time behind.
bool areCompactDates(const std::vector<CsvRow> &rows, std::size_t column);

/// Whether a column's numbers are years, each once, in their order or against it.
bool areYears(const std::vector<CsvRow> &rows, std::size_t column);

} // namespace hourglass::data
