// A column that may be the class of the samples, and is offered as it where none is named or taken.
#pragma once

#include "engine/data/read_report.h"
#include "engine/data/readers/csv_columns.h"
#include "engine/data/readers/csv_pass.h"

namespace hourglass::data {

/// Adds at most one doubt: of the columns with few values that come again, the one that its name, its place or the others speak for most. `result` is
/// that of the last pass, before missing values are filled.
void offerClass(const CsvTable &table, const CsvPassResult &result, ReadReport &report);

} // namespace hourglass::data
