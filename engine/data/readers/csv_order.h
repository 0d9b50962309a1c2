// Whether the rows of a delimited text stand in the order of their times.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/data/readers/csv_columns.h"
#include "engine/data/readers/csv_time.h"

namespace hourglass::data {

struct CsvOrder {
    bool falls = false;               ///< the newest row comes first
    std::vector<std::int32_t> series; ///< where times begin anew again and again: which beginning each row belongs to; else empty
    std::string remark;               ///< of times that are shuffled or come twice, or empty
};

/// `times` are one a row; rows of one group are compared with one another alone, where `groups` are not empty.
CsvOrder orderOf(const CsvTable &table, const std::vector<CsvTime> &times, const std::vector<std::int32_t> &groups);

} // namespace hourglass::data
