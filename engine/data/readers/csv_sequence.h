// Numbers side by side in a row that may name columns: whether they are a sequence, as names are.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/data/readers/csv_profile.h"

namespace hourglass::data {

/// A number in one of the columns, and how it is written.
struct CsvNumberCell {
    std::size_t column = 0;
    double value = 0.0;
    std::size_t decimals = 0;
};

std::size_t decimalsOf(const std::string &text, char point);

/// Of columns that hold numbers.
std::vector<CsvNumberCell> numbersIn(const CsvRow &row, const std::vector<CsvColumnProfile> &columns, char point);

/// The longest run of numbers side by side with the same step, as far as their decimals show.
std::size_t evenRun(const std::vector<CsvNumberCell> &cells);

bool risesOrFalls(const std::vector<CsvNumberCell> &cells);
bool areYears(const std::vector<CsvNumberCell> &cells);

/// 0, 0.1, 0.2, 255, 0.3: what pandas makes of names that come again.
bool areMangled(const CsvRow &row);

/// How well a run of so many numbers cannot be chance.
double weightOfRun(std::size_t length);

} // namespace hourglass::data
