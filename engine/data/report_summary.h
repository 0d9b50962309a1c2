// What reading a source made of it, in short: for a line on the terminal and a tool tip.
#pragma once

#include <string>
#include <vector>

#include "engine/data/read_report.h"

namespace hourglass::data {

struct ReportSummary {
    /// Clauses, each a fact: "2 columns are left out: column 1 (id), column 4 (date)"; "14 missing values in 3 columns are filled".
    std::vector<std::string> facts;
    bool needsALook = false; ///< something could not be read, or may be read in two ways

    /// The facts as one sentence, or empty: "2 columns are left out: …; 3 rows are left out."
    std::string sentence() const;
};

ReportSummary summaryOf(const ReadReport &report);

} // namespace hourglass::data
