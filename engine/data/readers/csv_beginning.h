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
    std::vector<CsvRow> rows;         ///< samples as long as most, without the header
    std::vector<std::string> names;   ///< one a column, empty where it has none
    bool hasNames = false;            ///< of a header, or of a comment right above the first row
    std::size_t least = 0;            ///< fields of a row at least; those that it lacks at its end are missing values
    std::vector<std::string> remarks; ///< of lines that are no samples, and of names
    std::vector<Doubt> doubts;
};

/// Reads the first rows of `pass.path`, finds out what was not given (encoding, dialect, header and lines at both ends that are no samples,
/// which go to `pass`), and splits the header from the rows.
core::Result<CsvBeginning> readBeginning(const CsvOptions &options, CsvPassOrder &pass);

/// Puts what is to be said of it into the report.
void tellOfBeginning(const CsvBeginning &beginning, ReadReport &report);

} // namespace hourglass::data
