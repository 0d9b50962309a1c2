// Workbooks (.xlsx): a sheet is a table, read by the program's converter and then as delimited text.
#pragma once

#include <string>

#include "engine/data/readers/reader.h"

namespace hourglass::data {

spec::Kind xlsxKind();

/// A zip archive that is named .xlsx or .xlsm.
bool looksLikeXlsx(const std::string &path);

core::Result<Dataset> readXlsx(const ReadOrder &order);

} // namespace hourglass::data
