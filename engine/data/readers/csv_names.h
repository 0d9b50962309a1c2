// Whether a row whose fields could be values names the columns: years, wavelengths, 0, 1, 2 …
#pragma once

#include <string>
#include <vector>

#include "engine/data/readers/csv_profile.h"

namespace hourglass::data {

/// What speaks for names, all columns together. Above 0 it is more likely that the row names the columns than that it is one of
/// them.
struct CsvNamesEvidence {
    double weight = 0.0;
    bool isAnyForNames = false; ///< something speaks for names, whatever the sum
    std::string reason;         ///< the weightiest, as a clause: "its numbers rise or fall evenly, as those below do not"
};

/// `below` are rows of the table behind `row`, one at least.
CsvNamesEvidence evidenceOfNames(const CsvRow &row, const std::vector<const CsvRow *> &below, std::size_t width, char point);

/// How much closer than even this is: within it, both readings are shown.
constexpr double doubtfulWeight = 3.0;

} // namespace hourglass::data
