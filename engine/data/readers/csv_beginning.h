// The first rows of a delimited text, how they are written and what its columns are called.
#pragma once

#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/data/readers/csv_columns.h"
#include "engine/data/readers/csv_pass.h"

namespace hourglass::data {

/// The beginning of the file and what it says of the rest.
struct CsvBeginning {
    std::vector<CsvRow> rows; ///< as long as most, without the header
    std::vector<std::string> names; ///< one a column, empty where it has none
    bool hasNames = false;          ///< of a header, or of a comment right above the first row
    std::string remark; ///< or empty
};

/// Reads the first rows of `pass.path`, finds out what was not given (encoding, dialect and header, which go to `pass`), and splits the header
/// from the rows.
core::Result<CsvBeginning> readBeginning(const CsvOptions &options, CsvPassOrder &pass);

} // namespace hourglass::data
