// What the rows of a delimited text have in common: how many fields, and what kind of value stands in each.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/data/readers/csv_dialect.h"

namespace hourglass::data {

/// What a field is, for telling lines apart. Numberish: a number with something to it, such as "12 %", "<0.006" or "1950:1".
enum class CsvCell { Missing, Number, Numberish, Date, Word };

/// `value` is set where it is a Number; thousands that are kept apart are no hindrance.
CsvCell cellOf(const std::string &field, char point, double &value);

struct CsvColumnProfile {
    CsvCell kind = CsvCell::Missing; ///< of most of its values; Missing: it has none
    std::size_t count = 0;           ///< rows
    std::size_t present = 0;         ///< rows that have a value
    std::size_t alike = 0;           ///< values of that kind
    std::set<std::string> texts;     ///< all different values

    /// Whether words in it stand out.
    bool isTyped() const { return kind == CsvCell::Number || kind == CsvCell::Numberish || kind == CsvCell::Date; }
};

struct CsvProfile {
    std::size_t width = 0;                 ///< fields of a row
    std::size_t least = 0;                 ///< rows with fewer than `width` fields, but so many, lack values at their end; otherwise the same as `width`
    std::vector<CsvColumnProfile> columns; ///< `width` of them

    bool isTyped() const;
    /// Whether the row can be one of the table by its number of fields. Empty ones behind the last do no harm.
    bool fits(const CsvRow &row) const;
};

/// Whether the fields of the row agree with the kinds of their columns.
struct CsvAgreement {
    std::size_t matches = 0, mismatches = 0; ///< in columns where words stand out
    std::size_t present = 0;                 ///< fields that are not empty
};
CsvAgreement agreementOf(const CsvRow &row, const CsvProfile &profile, char point);

/// Of columns as they are in most of these rows.
std::vector<CsvColumnProfile> profileColumns(const std::vector<const CsvRow *> &rows, std::size_t width, char point);

/// By the later half of the rows, where no preamble is.
CsvProfile profileOf(const std::vector<CsvRow> &rows, char point);

/// Fields of a row without the empty ones at its end.
std::size_t filledFields(const CsvRow &row);

/// A line of ---, === and their like.
bool isRuler(const CsvRow &row);

} // namespace hourglass::data
