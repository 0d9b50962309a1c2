// Workbooks of Excel and its like (ECMA-376, SpreadsheetML), by libzip and pugixml.
#pragma once

#include "app/converters/foreign_formats.h"

namespace hourglass::app {

/// The sheet that is chosen, or the first that is visible and holds something, as a table: dates as dates, truths as 1 and 0, errors and cells that
/// hold nothing as missing. Formulas have the value that was saved with them; a column of formulas that were never calculated is a remark.
core::Result<data::Conversion> convertXlsx(const ForeignFile &file);

} // namespace hourglass::app
