// What became of one block of a delimited text.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/data/read_report.h"
#include "engine/data/readers/csv_columns.h"
#include "engine/data/readers/csv_packing.h"
#include "engine/data/readers/csv_time.h"

namespace hourglass::data {

/// Blocks are put together in their order, so that threads make no difference.
struct CsvBlock {
    Index rows = 0;                      ///< samples
    Index dropped = 0;                   ///< rows left out because a value is missing
    Index leftOut = 0;                   ///< rows left out because they have another number of values, or none that can be read
    Index emptyRows = 0, firstEmpty = 0; ///< rows of delimiters alone, and the line of the first, from 0
    Index lines = 0;
    double fraction = 1.0;           ///< of the file, up to the block's end
    std::vector<float> values;       ///< rows × CsvPacking::numbers, NaN where one is missing; empty in a survey and where `bytes` holds them
    std::vector<std::int32_t> words; ///< rows × CsvPacking::words, categories; empty in a survey
    std::vector<std::uint8_t> bytes;
    std::vector<float> labels;               ///< numbers as they are, words as the numbers of their categories; NaN without one
    std::vector<std::int32_t> groups, parts; ///< the numbers of their categories
    std::vector<CsvTime> times;              ///< where the table has a column of them
    std::vector<float> lowest, highest;      ///< of each feature, missing ones aside
    bool hasNewWords = false;                ///< a row holds a word that is no category of its column: the values are worth nothing
    bool holdsBytes = true;                  ///< all values are whole numbers from 0 to 255, if that was expected
    std::vector<CsvCounts> counts;           ///< one a column
    std::vector<Problem> problems;           ///< lines count from the block's beginning, from 0
    Index problemCount = 0;

    void clear();
    /// The range of every feature, while the block is in the cache, and the bytes where they are expected.
    void finish(const CsvTable &table, const CsvPacking &packing);
};

} // namespace hourglass::data
