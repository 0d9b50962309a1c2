// Lines below a table that are no samples: totals, sources, remarks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/data/read_report.h"
#include "engine/data/readers/csv_profile.h"
#include "engine/data/readers/csv_text.h"

namespace hourglass::data {

struct CsvFoot {
    core::Index lines = 0; ///< at the end of the text, blank ones included
    std::size_t bytes = 0; ///< of them
    std::vector<std::string> remarks;
    std::vector<Doubt> doubts;
};

/// The end of a text, from the beginning of a line on.
struct CsvTail {
    std::string_view text; ///< ends with '\n'
    std::size_t line = 0;  ///< of its first byte, from 1; 0: it is not known
    bool isWhole = false;  ///< all samples are in it
    CsvEncoding encoding = CsvEncoding::Utf8;
};

CsvFoot footOf(const CsvTail &tail, const CsvDialect &dialect, const CsvProfile &profile);

/// The last lines, as many as a person said; fewer where the text has no more.
CsvFoot lastLines(std::string_view text, core::Index lines);

} // namespace hourglass::data
