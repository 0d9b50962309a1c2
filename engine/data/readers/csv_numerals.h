// How the numbers of a whole column are written, where they are no plain decimals.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/data/readers/csv_dialect.h"

namespace hourglass::data {

struct CsvNumerals {
    bool areRead = false;             ///< they are taken apart
    std::string unit, shownUnit;      ///< of all of them, or empty; in the singular, and as it is written first
    char separator = 0;               ///< between thousands; 0: none
    bool isSeparatorDoubtful = false; ///< it may as well stand before decimals
    bool hasMultipliers = false;      ///< K, M, B behind some of them, by which they are multiplied
    bool hasBrackets = false;         ///< around some of them, which are negative
    std::string marks;                ///< beside some of them, which are passed over: "*, [1], b"; empty: there are none (csv_marks)
    char point = 0;                   ///< before their decimals, where the file has another elsewhere; 0: the file's
    std::string doubt;                ///< where they are not read, though numbers are in them, what the column holds: "numbers with different units: …"
};

/// What the first rows say of a column. `hasDecimals`: numbers of the file show which sign stands before decimals.
CsvNumerals numeralsIn(const std::vector<CsvRow> &rows, std::size_t column, char point, bool hasDecimals);

/// Whether a number among the fields has decimals, and so tells the sign before them.
bool holdDecimals(const std::vector<CsvRow> &rows, char point);

/// The plain number that a field of such a column stands for, in `plain`; false where it is written otherwise than they are.
bool readNumeral(std::string_view text, char point, const CsvNumerals &numerals, std::string &plain);

/// Whether every plain number stands for itself in such a column: where all have a %, or another sign before decimals, it does not.
bool mayBePlain(const CsvNumerals &numerals);
/// Whether this plain number, which is not 0, does.
bool standsForItself(std::string_view number, char point, const CsvNumerals &numerals);

/// What is passed over, as clauses: "the $ signs and the commas between thousands are passed over". Empty where nothing is.
std::string toldOf(const CsvNumerals &numerals);

} // namespace hourglass::data
