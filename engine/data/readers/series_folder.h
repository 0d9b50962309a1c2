// A folder of series: every file a table of rows, which belong together.
#pragma once

#include <string>

#include "engine/core/result.h"
#include "engine/data/dataset.h"
#include "engine/data/readers/reader.h"

namespace hourglass::data {

/// The settings are those of one delimited text: how it is written is found from the first file and holds for all.
spec::Kind seriesKind();
/// Of arrays: whether they belong together, and missing values.
spec::Kind arraySeriesKind();

/// A folder with at least two files of delimited text (of NumPy arrays) that findSeries() knows.
bool looksLikeSeries(const std::string &path);
bool looksLikeArraySeries(const std::string &path);

/// Each file is a group, in the order of their names, its rows behind those of the one before; folders of parts are the parts. What columns
/// hold is decided by the rows of all files together. A file that cannot be read, or has other columns than most, is a problem of the report;
/// an error where none is left, or none to train on.
core::Result<Dataset> readSeries(const ReadOrder &order, int threads = 0);

/// The same of arrays (rows, columns) or (rows), bytes where all are bytes.
core::Result<Dataset> readArraySeries(const ReadOrder &order);

} // namespace hourglass::data
