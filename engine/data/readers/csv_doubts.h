// What the whole of a delimited text says that could be read in another way: classes, groups, columns that give the class away, pictures.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/data/readers/csv_columns.h"
#include "engine/data/readers/csv_order.h"
#include "engine/data/readers/csv_pass.h"

namespace hourglass::data {

/// Whether a label that was not asked for holds up in the whole file: it has several classes, and they come again.
bool areClasses(const std::vector<std::int32_t> &labels, std::size_t classes);

/// Adds doubts to the report. `order` is that of the rows; `result` is that of the last pass, before missing values are filled; `labels` are one a row, or
/// empty.
void addDoubts(const CsvTable &table, const CsvPassResult &result, const std::vector<std::int32_t> &labels, std::size_t classes, const CsvOptions &options,
               const CsvOrder &order, ReadReport &report);

} // namespace hourglass::data
