// One reading of a whole delimited text, by all threads, put together in the order of the file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.h"
#include "engine/data/progress.h"
#include "engine/data/read_report.h"
#include "engine/data/readers/csv_columns.h"
#include "engine/data/readers/csv_parser.h"

namespace hourglass::data {

struct CsvPassOrder {
    std::string path;
    std::optional<std::string_view> text = {}; ///< what stands for the content of the file, in UTF-8; it outlives the order
    CsvDialect dialect = {};
    CsvEncoding encoding = CsvEncoding::Utf8;
    bool hasHeader = false;
    std::size_t skippedLines = 0;      ///< before the first sample: titles, header, units
    std::size_t heldBack = 0;          ///< bytes of the text behind the last sample
    Index skipTop = 0, skipBottom = 0; ///< lines above the header, or above the first sample, and below the last: as the settings have them
    bool isSurvey = false;             ///< counts and words alone
    int threads = 1;
    Progress progress;
};

struct CsvPassResult {
    Index rows = 0, dropped = 0;
    Index leftOut = 0;                       ///< rows with another number of values, or of which nothing could be read
    Index emptyRows = 0, firstEmpty = 0;     ///< rows of delimiters alone, and the line of the first
    std::vector<float> values;               ///< rows × features
    std::vector<std::uint8_t> bytes;         ///< in their place, where the table says so
    std::vector<float> labels;               ///< as in CsvBlock
    std::vector<std::int32_t> groups, parts; ///< the numbers of their categories
    std::vector<CsvTime> times;              ///< where the table has a column of them
    std::vector<float> lowest, highest;      ///< of each feature
    bool holdsBytes = true;
    std::vector<CsvCounts> counts; ///< `numbers` of columns of numbers too
    ReadReport report;             ///< its problems
};

/// Memory of the machine, in bytes.
double physicalMemory();

/// Adds what was found in another piece of the same column; of words, at most one more than may be are kept.
void addCounts(CsvCounts &to, const CsvCounts &more, Index mostWords);

core::Result<CsvPassResult> runPass(const CsvTable &table, const CsvPassOrder &order);

} // namespace hourglass::data
