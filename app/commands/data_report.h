// A data set and what was measured of it, as text and as JSON.
#pragma once

#include <string>

#include "app/commands/json_line.h"
#include "engine/analysis/data_statistics.h"

namespace hourglass::app {

/// Lines for people. Lists longer than ten say how many more there are.
std::string dataReportText(const data::Dataset &dataset, const analysis::DataStatistics &statistics);
/// One object with all of it.
JsonLine dataReportJson(const data::Dataset &dataset, const analysis::DataStatistics &statistics);

} // namespace hourglass::app
