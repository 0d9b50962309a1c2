// From a plan of a delimited text to the data set: it is read until the plan fits all of it.
#pragma once

#include <functional>

#include "engine/core/result.h"
#include "engine/data/dataset.h"
#include "engine/data/readers/csv_columns.h"
#include "engine/data/readers/csv_pass.h"

namespace hourglass::data {

/// Reads all there is once: one file (runPass), or several behind one another.
using CsvRun = std::function<core::Result<CsvPassResult>(const CsvTable &, const CsvPassOrder &)>;

/// Runs survey and passes, and corrects the plan where the whole of the data says otherwise. An error is what leaves no sample.
core::Result<Dataset> readPlanned(CsvTable table, CsvPassOrder pass, const CsvOptions &options, const Progress &progress, const CsvRun &run);

} // namespace hourglass::data
