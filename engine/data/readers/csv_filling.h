// What stands where a value of a delimited text is missing.
#pragma once

#include <vector>

#include "engine/data/readers/csv_columns.h"
#include "engine/data/readers/csv_pass.h"

namespace hourglass::data {

/// Values of a column that are none, of rows left out too.
Index missingIn(const CsvColumn &column, const CsvCounts &counts);

/// Puts the mean or the median of its feature, over all rows, where a value is missing (NaN); 0 where all are. For words the mean is the share
/// of each, so that they add up to 1 as everywhere; the most frequent one stands where shares would mean nothing: for the median, and for
/// codes. Returns what was put, one a feature; nothing where no value was missing.
std::vector<float> fillMissing(const CsvTable &table, CsvPassResult &result, bool byMedian);

} // namespace hourglass::data
