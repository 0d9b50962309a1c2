// Columns of a delimited text that say which samples belong together, and which part of the data set they are.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/data/dataset.h"
#include "engine/data/readers/csv_columns.h"
#include "engine/data/readers/csv_pass.h"

namespace hourglass::data {

/// Sets the columns of groups and parts, by the setting and by the first rows. Errors: a column that there is not, or that is the label too.
std::optional<core::Error> chooseKeys(const std::vector<CsvRow> &rows, const CsvOptions &options, CsvTable &table);

/// Once the words of the column are known: groups that are all named as parts are parts; parts by their first rows that are not, no longer are.
/// True where that changed the table.
bool reviseKeys(CsvTable &table, Index column, const CsvOptions &options);

/// Gives the samples, all in `train`, their groups, moves those of other parts there, and says so in the report. An error where nothing is left
/// to train on.
std::optional<core::Error> applyKeys(const CsvTable &table, const CsvPassResult &result, Dataset &dataset);

/// Whether a column named "train" or "is_test" says yes or no of each row.
bool arePartsByTruth(const std::string &name, const std::vector<std::string> &words);

/// "patient_id": worth a hint, but too little to go by.
bool mayNameGroups(const std::string &name);

} // namespace hourglass::data
