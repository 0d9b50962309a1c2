// Turns a block of whole rows into features.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/data/readers/csv_block.h"
#include "engine/data/readers/csv_columns.h"
#include "engine/data/readers/csv_dialect.h"
#include "engine/data/readers/csv_dictionaries.h"
#include "engine/data/readers/csv_packing.h"
#include "engine/data/readers/csv_time.h"

namespace hourglass::data {

class CsvParser {
public:
    /// Counts and collects words; a survey keeps no values. Table, packing and dialect outlive the parser.
    CsvParser(const CsvTable &table, const CsvPacking &packing, const CsvDialect &dialect, CsvEncoding encoding, bool isSurvey);

    /// `text` ends with '\n', and CsvText::slack bytes behind it can be read.
    void parse(std::string_view text, CsvBlock &block);

private:
    /// What the fast paths need to know of a column.
    struct Slot {
        bool isPlain = false; ///< holds plain numbers that are a feature and no difference from an offset
        bool holdsWords = false;
        std::size_t numbers = 0;           ///< so many columns, from this one on, hold such numbers, one behind the other in a packed row
        std::size_t words = 0;             ///< so many columns, from this one on, hold words that are features of their own
        std::int32_t first = 0, word = -1; ///< as CsvPacking::Place
    };
    enum class Event { Missing, Infinite, Other };

    const char *parseRow(const char *at);
    void beginRow();
    std::size_t parseRun(const char *&at, std::size_t column);
    std::size_t parseNumbers(const char *&at, std::size_t column);
    std::size_t parseWords(const char *&at, std::size_t column);
    bool parsePlain(const char *&at, std::size_t column);
    const char *parseField(const char *at, std::size_t column);
    void parseNumber(std::size_t column);
    void parseVector(std::size_t column);
    void parseTime();
    void parseWord(std::string_view field, std::size_t column);
    void note(std::size_t column, Event event);
    void finishRow(std::size_t fields);
    bool isNothing() const;
    void passOver();
    void keepRow();
    void addProblem(std::string what, std::size_t column);
    static std::string shown(std::string_view field);

    const CsvTable &m_table;
    const CsvPacking &m_packing;
    const CsvDialect &m_dialect;
    bool m_isSurvey;
    std::vector<Slot> m_slots;
    CsvDictionaries m_dictionaries;       ///< they outlive a block
    std::vector<std::uint32_t> m_lengths; ///< as CsvCounts::lengths, of the block
    std::size_t m_least;                  ///< fields of a row at least
    std::size_t m_judged;                 ///< columns that are not left out
    std::size_t m_numberColumns = 0;
    CsvBlock *m_block = nullptr;
    const char *m_begin = nullptr, *m_end = nullptr;
    std::vector<std::uint32_t> m_ends; ///< of all fields, counted from m_begin; none where they were not looked for
    std::size_t m_nextEnd = 0;         ///< the first that may lie behind what was read

    // Of the row at hand.
    float *m_row = nullptr; ///< packed
    std::int32_t *m_rowWords = nullptr;
    std::vector<float> m_scratch; ///< the row of a survey
    std::vector<std::int32_t> m_scratchWords;
    std::vector<std::pair<std::size_t, Event>> m_events;
    CsvField m_field;
    std::string m_plain;          ///< the number without what is passed over
    std::vector<float> m_numbers; ///< of a field that holds several
    float m_label = 0.0f;
    CsvTime m_time{};
    std::int32_t m_group = 0, m_part = 0;
    const char *m_lacking = nullptr; ///< what the row cannot do without: "group"
    bool m_isUnclosed = false;
    std::size_t m_namesAgain = 0; ///< columns of numbers that hold their own name
    bool m_hasOther = false;      ///< something stands in a column that is left out
    std::size_t m_lastFilled = 0; ///< of fields behind the last column, the number of the last that is not empty; 0: none
    Index m_breaks = 0;           ///< line breaks within quotes
};

} // namespace hourglass::data
