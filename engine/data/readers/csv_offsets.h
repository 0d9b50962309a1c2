// Columns of delimited text whose numbers are kept as differences, because floats would merge or blur them.
#pragma once

#include "engine/data/dataset.h"
#include "engine/data/readers/csv_columns.h"
#include "engine/data/readers/csv_pass.h"

namespace hourglass::data {

/// By what a whole pass read: gives offsets to columns that may need one, and takes them back from those that turn out not to. True where the
/// file is to be read again; in most files nothing is, and every float is the nearest to its number.
bool reviseOffsets(CsvTable &table, const CsvPassResult &result);

/// Dataset::offsets, and a remark.
void addOffsets(const CsvTable &table, Dataset &dataset);

} // namespace hourglass::data
