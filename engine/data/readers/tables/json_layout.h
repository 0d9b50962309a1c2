// Where the records stand in an object of JSON, and which way its table lies.
#pragma once

#include <string>

#include "engine/core/result.h"
#include "engine/data/read_report.h"
#include "engine/data/readers/tables/json_rows.h"

namespace hourglass::data {

struct JsonWanted {
    std::string records = "automatic"; ///< names with points between them, as items or data.items
    std::string orient = "automatic";  ///< or "columns", "rows"
};

/// Puts the rows of the object that a file holds into `rows`. What was taken goes to the report's remarks, doubts and assumed.
std::optional<core::Error> rowsOfObject(const JsonNode &object, const JsonWanted &wanted, const std::string &path, JsonRows &rows, ReadReport &report);

} // namespace hourglass::data
