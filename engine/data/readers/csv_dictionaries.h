// The words of all columns of a delimited text that were met so far, and how many samples hold them: words of rows that are left out do not count.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/data/readers/csv_block.h"
#include "engine/data/readers/csv_columns.h"
#include "engine/data/readers/csv_words.h"

namespace hourglass::data {

class CsvDictionaries {
public:
    /// The table outlives them.
    CsvDictionaries(const CsvTable &table, char point, CsvEncoding encoding);

    /// The word of the field, if it was met before; as CsvWords has it.
    CsvWords::Found find(std::size_t column, std::string_view field) const { return m_words[column].find(field); }
    /// Its number in its column. What is met for the first time is told apart.
    std::int32_t numberOf(std::size_t column, std::string_view field);
    const CsvWord &at(std::size_t column, std::int32_t number) { return m_words[column].at(number); }

    void beginRow() { m_count = 0; }
    /// The row holds the word, no other in the same column.
    void meet(std::size_t column, std::int32_t number) { m_met[m_count++] = {static_cast<std::uint32_t>(column), number}; }
    /// Counts what the row holds.
    void keepRow() {
        for (std::size_t i = 0; i < m_count; ++i)
            ++m_words[m_met[i].column].at(m_met[i].number).kept;
    }
    /// Where a column has very many words, they are not all remembered: what is known of them goes to the block.
    void endRow(CsvBlock &block);
    /// What the rows kept so far hold, to the block.
    void giveOut(CsvBlock &block);

private:
    struct Met {
        std::uint32_t column = 0;
        std::int32_t number = 0;
    };

    CsvWord describe(std::size_t column, std::string_view field) const;
    void giveOut(std::size_t column, CsvBlock &block);

    const CsvTable &m_table;
    char m_point; ///< of decimals
    CsvEncoding m_encoding;
    std::vector<CsvWords> m_words; ///< one a column
    std::vector<Met> m_met;        ///< in the row at hand: the first m_count
    std::size_t m_count = 0;
    bool m_isAnyNew = false;
};

} // namespace hourglass::data
