// From what was read of a delimited text to the data set and what is said of it.
#pragma once

#include <optional>

#include "engine/data/dataset.h"
#include "engine/data/readers/csv_columns.h"
#include "engine/data/readers/csv_pass.h"

namespace hourglass::data {

/// Labels and their names: every class has a sample, and samples without one have the label -1. False where the numbers of the label column cannot be classes:
/// they are not whole, or too many.
bool makeLabels(const CsvTable &table, const std::vector<float> &numbers, Dataset &dataset);

/// Says how many samples have no class.
void addUnlabelled(const CsvTable &table, Dataset &dataset);

/// Missing values of each column, and sentences about columns left out, thousands, rows dropped and columns that are constant.
void addRemarks(const CsvTable &table, const CsvPassResult &result, const std::vector<float> &filled, const CsvOptions &options, char point,
                ReadReport &report);

/// Every setting with the value that was used.
spec::Values assumedOf(const CsvTable &table, const CsvPassOrder &order, const CsvOptions &options);

} // namespace hourglass::data
