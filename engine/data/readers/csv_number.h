// Decimal numbers of a delimited text as floats: each the float that is nearest to what is written, ties to even, as strtof has it.
#pragma once

#include <string_view>

namespace hourglass::data {

enum class CsvValue { Number, Missing, Infinite, Date, Word };

/// Reads a plain decimal at `from`, such as -12.5e-3, and returns its end, or null where there is none or where its nearest float takes
/// exact arithmetic (readCsvNumber has it). At least 16 bytes behind the number must be readable.
const char *parsePlainNumber(const char *from, char point, float &value);

/// What a whole field is. `value` is set where it is a number: one too large for a float is infinite, one too small is zero. Missing are
/// the empty field, NA, N/A, NaN, null, ?, - and what spreadsheets and pandas write for them, in any case. A true minus sign is a minus, and
/// Fortran's exponents (1.5D+03) are read.
CsvValue readCsvNumber(std::string_view text, char point, float &value);
/// The same in double: one that is too large for a float alone is a number.
CsvValue readCsvNumber(std::string_view text, char point, double &value);

/// Words that say among numbers, and nowhere else, that there is none: "." (SAS), nil, none, missing, n.a., #DIV/0!.
bool mayMeanMissing(std::string_view text);

} // namespace hourglass::data
