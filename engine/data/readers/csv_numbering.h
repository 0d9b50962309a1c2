// Columns that say which row it is, or when, and nothing of what is in it.
#pragma once

#include <string>

#include "engine/data/readers/csv_look.h"

namespace hourglass::data {

struct CsvPlace {
    std::string name; ///< of the column, or empty
    bool hasHeader = false;
    bool isFirst = false;   ///< of all columns
    bool isLeading = false; ///< the columns before it are left out
    std::size_t rows = 0, columns = 0;
};

/// "id", "patient_id", or no name at all.
bool isNameOfId(const std::string &name);

/// "year", "time (s)", "index".
bool isNameOfTime(const std::string &name);

/// Why nothing is to be learned from the column, as a clause: "it numbers the rows"; empty where something is.
std::string reasonOfNumbering(const CsvLook &look, const CsvPlace &place);

} // namespace hourglass::data
