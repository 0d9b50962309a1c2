// Which of the first lines of a delimited text are titles, names of the columns, units and samples.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/data/read_report.h"
#include "engine/data/readers/csv_profile.h"

namespace hourglass::data {

struct CsvLines {
    CsvProfile profile;
    bool hasHeader = false;
    std::size_t header = 0;          ///< which of the rows names the columns, if one does
    std::size_t samples = 0;         ///< which of the rows is the first sample; as many as there are: none is
    std::vector<std::string> names;  ///< as they stand there, as many as the profile is wide; empty without a header
    std::vector<std::size_t> passed; ///< rows between the header and the first sample: units, types
    std::vector<std::string> remarks;
    std::vector<Doubt> doubts;
};

/// Sorts the rows, of which there is one at least. `isHeaderGiven`: what a person said.
CsvLines sortLines(const std::vector<CsvRow> &rows, char point, std::optional<bool> isHeaderGiven);

} // namespace hourglass::data
