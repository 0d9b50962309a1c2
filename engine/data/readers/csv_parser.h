// Turns a block of whole rows into features.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/data/read_report.h"
#include "engine/data/readers/csv_columns.h"
#include "engine/data/readers/csv_dialect.h"

namespace hourglass::data {

/// What became of one block. Blocks are put together in their order, so that threads make no difference.
struct CsvBlock {
    Index rows = 0;                   ///< samples
    Index dropped = 0;                ///< rows left out because a value is missing
    Index leftOut = 0;                ///< rows left out because they have another number of values, or none that can be read
    Index emptyRows = 0, firstEmpty = 0; ///< rows of delimiters alone, and the line of the first, from 0
    Index lines = 0;
    std::vector<float> values;        ///< rows × features, NaN where one is missing; empty in a survey and where `bytes` holds them
    std::vector<std::uint8_t> bytes;
    std::vector<float> labels;        ///< numbers as they are, words as the numbers of their categories
    std::vector<std::int32_t> groups, parts; ///< the numbers of their categories
    std::vector<float> lowest, highest; ///< of each feature, missing ones aside
    bool holdsBytes = true;           ///< all values are whole numbers from 0 to 255, if that was expected
    std::vector<CsvCounts> counts;    ///< one a column
    std::vector<Problem> problems;    ///< lines count from the block's beginning, from 0
    Index problemCount = 0;

    void clear();
};

class CsvParser {
public:
    /// A survey counts and collects words, and keeps no values. The table and the dialect outlive the parser.
    CsvParser(const CsvTable &table, const CsvDialect &dialect, CsvEncoding encoding, bool isSurvey);

    /// `text` ends with '\n', and CsvText::slack bytes behind it can be read.
    void parse(std::string_view text, CsvBlock &block);

private:
    /// What the fast path needs to know of a column.
    struct Slot {
        std::int32_t feature = -1; ///< of a number that is a feature
    };
    enum class Event { Missing, Infinite, Other };
    /// What stands in a column of words: it counts once its row is kept.
    struct Word {
        std::size_t column = 0;
        bool isNumber = false;
        std::string text; ///< in a survey
    };

    const char *parseRow(const char *at);
    const char *parseField(const char *at, std::size_t column, float *row);
    void parseNumber(std::size_t column, float *row);
    void parseWord(std::size_t column, float *row);
    void note(std::size_t column, Event event, float *row);
    void finishRow(std::size_t fields);
    bool isNothing() const;
    void passOver();
    void keepRow();
    void keepWords();
    void addProblem(std::string what, std::size_t column);
    std::string shown() const;
    std::string fieldInUtf8(std::size_t column);
    void measure();

    const CsvTable &m_table;
    const CsvDialect &m_dialect;
    CsvEncoding m_encoding;
    bool m_isSurvey;
    std::vector<Slot> m_slots;
    std::size_t m_features;
    std::size_t m_least;  ///< fields of a row at least
    std::size_t m_judged; ///< columns that are not left out
    std::size_t m_numbers = 0; ///< columns of numbers
    CsvBlock *m_block = nullptr;
    const char *m_end = nullptr;

    // Of the row at hand.
    std::vector<float> m_scratch; ///< the row of a survey
    std::vector<std::pair<std::size_t, Event>> m_events;
    std::vector<Word> m_words;  ///< the first m_wordCount; those of earlier rows behind them keep their memory
    std::size_t m_wordCount = 0;
    CsvField m_field;
    std::string m_plain; ///< the field without what stands between thousands
    float m_label = 0.0f;
    std::int32_t m_group = 0, m_part = 0;
    const char *m_lacking = nullptr; ///< what the row cannot do without: "label"
    bool m_isUnclosed = false;
    std::size_t m_namesAgain = 0; ///< columns of numbers that hold their own name
    bool m_hasOther = false;    ///< something stands in a column that is left out
    std::size_t m_lastFilled = 0; ///< of fields behind the last column, the number of the last that is not empty; 0: none
    Index m_breaks = 0; ///< line breaks within quotes
};

} // namespace hourglass::data
