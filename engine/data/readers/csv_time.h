// Dates and times of a delimited text as numbers that rise as time does.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace hourglass::data {

/// Seconds, of a date since 1970, of a time of day since midnight; in three readings, as 03/04/05 may have the day, the month or the year
/// first. All are alike where the text says which; NaN where it cannot be read so.
using CsvTime = std::array<double, 3>;

/// What digits, names of months, quarters and colons say; zones are passed over. Nothing where there is no digit.
std::optional<CsvTime> timeOf(std::string_view text);

} // namespace hourglass::data
