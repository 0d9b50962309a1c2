// Names of months and days of the week.
#pragma once

#include <string_view>

namespace hourglass::data {

enum class MonthName { None, English, Foreign };

/// Whether a word, in lower case and without accents, is a month's name or begins one by three letters at least: jan, sept, fevrier.
MonthName monthNamed(std::string_view word);

/// The same of a day of the week, in full or by two letters at least: mon, tuesday, di, lundi.
bool isWeekday(std::string_view word);

} // namespace hourglass::data
