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
#include "engine/data/readers/csv_time.h"
#include "engine/data/readers/csv_words.h"

namespace hourglass::data {

/// What became of one block. Blocks are put together in their order, so that threads make no difference.
struct CsvBlock {
    Index rows = 0;                   ///< samples
    Index dropped = 0;                ///< rows left out because a value is missing
    Index leftOut = 0;                ///< rows left out because they have another number of values, or none that can be read
    Index emptyRows = 0, firstEmpty = 0; ///< rows of delimiters alone, and the line of the first, from 0
    Index lines = 0;
    double fraction = 1.0;            ///< of the file, up to the block's end
    std::vector<float> values;        ///< rows × features, NaN where one is missing; empty in a survey and where `bytes` holds them
    std::vector<std::uint8_t> bytes;
    std::vector<float> labels;        ///< numbers as they are, words as the numbers of their categories; NaN without one
    std::vector<std::int32_t> groups, parts; ///< the numbers of their categories
    std::vector<CsvTime> times;         ///< where the table has a column of them
    std::vector<float> lowest, highest; ///< of each feature, missing ones aside
    bool hasNewWords = false;         ///< a row holds a word that is no category of its column: the values are worth nothing
    bool holdsBytes = true;           ///< all values are whole numbers from 0 to 255, if that was expected
    std::vector<CsvCounts> counts;    ///< one a column
    std::vector<Problem> problems;    ///< lines count from the block's beginning, from 0
    Index problemCount = 0;

    void clear();
};

class CsvParser {
public:
    /// Counts and collects words; a survey keeps no values. The table and the dialect outlive the parser.
    CsvParser(const CsvTable &table, const CsvDialect &dialect, CsvEncoding encoding, bool isSurvey);

    /// `text` ends with '\n', and CsvText::slack bytes behind it can be read.
    void parse(std::string_view text, CsvBlock &block);

private:
    /// What the fast path needs to know of a column.
    struct Slot {
        std::int32_t feature = -1; ///< of a plain number that is a feature and no difference from an offset
        std::size_t run = 0;       ///< so many columns, from this one on, hold such numbers whose features follow one another
        std::int32_t first = -1;   ///< of words that are features of their own
        bool holdsWords = false;
    };
    enum class Event { Missing, Infinite, Other };
    /// What stands in a column of words, by its number in m_dictionaries: it counts once its row is kept.
    struct Word {
        std::size_t column = 0;
        std::int32_t number = 0;
    };

    const char *parseRow(const char *at);
    std::size_t parseRun(const char *&at, std::size_t column, float *row);
    const char *parseField(const char *at, std::size_t column, float *row);
    void parseNumber(std::size_t column, float *row);
    void parseVector(std::size_t column, float *row);
    void parseTime();
    void parseWord(std::string_view field, std::size_t column, float *row);
    CsvWord describe(std::string_view field, std::size_t column) const;
    void note(std::size_t column, Event event, float *row);
    void finishRow(std::size_t fields);
    bool isNothing() const;
    void passOver();
    void keepRow();
    void keepWords();
    void giveOutWords(std::size_t column);
    void forgetWords();
    void addProblem(std::string what, std::size_t column);
    static std::string shown(std::string_view field);
    void measure();
    bool isOneHot(const CsvColumn &column) const;

    const CsvTable &m_table;
    const CsvDialect &m_dialect;
    CsvEncoding m_encoding;
    bool m_isSurvey;
    std::vector<Slot> m_slots;
    std::vector<CsvWords> m_dictionaries; ///< one a column, of words met so far; they outlive a block
    std::vector<std::uint32_t> m_lengths; ///< as CsvCounts::lengths, of the block
    std::size_t m_features;
    std::vector<std::pair<std::size_t, std::size_t>> m_measured; ///< features from … to, whose range is not known beforehand
    std::size_t m_least;  ///< fields of a row at least
    std::size_t m_judged; ///< columns that are not left out
    std::size_t m_numberColumns = 0;
    CsvBlock *m_block = nullptr;
    const char *m_begin = nullptr, *m_end = nullptr;
    std::vector<std::uint32_t> m_ends; ///< of all fields, counted from m_begin; none where they were not looked for
    std::size_t m_nextEnd = 0;         ///< the first that may lie behind what was read

    // Of the row at hand.
    std::vector<float> m_scratch; ///< the row of a survey
    std::vector<std::pair<std::size_t, Event>> m_events;
    std::vector<Word> m_words;
    CsvField m_field;
    std::string m_plain; ///< the number without what is passed over
    std::vector<float> m_numbers; ///< of a field that holds several
    float m_label = 0.0f;
    CsvTime m_time{};
    std::int32_t m_group = 0, m_part = 0;
    const char *m_lacking = nullptr; ///< what the row cannot do without: "group"
    bool m_isUnclosed = false;
    std::size_t m_namesAgain = 0; ///< columns of numbers that hold their own name
    bool m_hasOther = false;    ///< something stands in a column that is left out
    std::size_t m_lastFilled = 0; ///< of fields behind the last column, the number of the last that is not empty; 0: none
    Index m_breaks = 0; ///< line breaks within quotes
};

} // namespace hourglass::data
