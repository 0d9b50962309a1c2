// What the tables of one data set have in common, found from how they begin.
#pragma once

#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/data/readers/csv_columns.h"
#include "engine/data/readers/folders/file_run.h"
#include "engine/data/readers/folders/text_set.h"
#include "engine/data/readers/reader.h"

namespace hourglass::data {

struct TextSetPlan {
    CsvOptions options;
    CsvPassOrder pass;          ///< how the training table is written
    CsvTable table;             ///< its columns
    std::vector<RunFile> files; ///< as the set's tables
    bool hasNames = false;      ///< the columns have names
    bool isTargetTaken = false; ///< the label is taken because other parts lack that column
    std::vector<Doubt> doubts;  ///< of the training table
    std::vector<std::string> remarks;
};

/// Columns are matched by their names, in any order. Without `takesTarget`, the one column that other parts lack is left out like
/// several such columns; with it, it is the label unless one is named or what it holds cannot be classes.
core::Result<TextSetPlan> planTextSet(const TextSet &set, const ReadOrder &order, bool takesTarget);

} // namespace hourglass::data
