// Finds out from its beginning how a delimited text is written.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/types.h"
#include "engine/data/readers/csv_dialect.h"

namespace hourglass::data {

/// What a person said of a text; what is absent is found out.
struct CsvGiven {
    std::optional<char> delimiter, point, quote, comment;
    std::optional<bool> hasHeader;
};

/// The dialect in which the first rows have the same number of fields, and fields that look like numbers or words.
CsvDialect sniffDialect(std::string_view text, const CsvGiven &given);

/// How well the first rows fit a dialect, 0 … 1: rows as long as most, times fields that hold no other delimiter. 0 where most have one field.
double fitOf(std::string_view text, const CsvDialect &dialect);

/// As many fields as most of the rows have; 0 without rows.
std::size_t usualWidth(const std::vector<CsvRow> &rows);

} // namespace hourglass::data
