// Decimal numbers of a delimited text as floats: each the float that is nearest to what is written, ties to even, as strtof has it.
#pragma once

#include <string_view>

namespace hourglass::data {

enum class CsvValue { Number, Missing, Infinite, Date, Word };

/// Reads a plain decimal at `from`, such as -12.5e-3, and returns its end, or null where there is none or where its nearest float takes
/// exact arithmetic (readCsvNumber has it). At least 16 bytes behind the number must be readable.
const char *parsePlainNumber(const char *from, char point, float &value);

/// What a whole field is. `value` is set where it is a number: one too large for a float is infinite, one too small is zero. Missing are
/// the empty field, NA, N/A, NaN, null, ? and -, in any case.
CsvValue readCsvNumber(std::string_view text, char point, float &value);
/// The same in double: one that is too large for a float alone is a number.
CsvValue readCsvNumber(std::string_view text, char point, double &value);

/// A date, a time or both, by its form: 2024-05-01, 1.5.2024, 5/1/24 10:30, 10:30:15.
bool isDate(std::string_view text);

} // namespace hourglass::data
