// The words of one column: each is looked at once, however often it stands there.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/data/readers/csv_number.h"

namespace hourglass::data {

/// A field as it stands, and what it turned out to be.
struct CsvWord {
    std::string field;
    std::string text; ///< the field in UTF-8
    CsvValue kind = CsvValue::Word;
    bool isForeign = false;     ///< not in the encoding of the file
    bool isKept = false;        ///< stands in a row that became a sample
    std::int32_t category = -1; ///< its number among the column's words, or -1
};

/// A hash table whose words keep their numbers.
class CsvWords {
public:
    /// The number of the word that is written so, or -1.
    std::int32_t find(std::string_view field) const;
    /// Its number; it must not be there.
    std::int32_t add(CsvWord word);

    CsvWord &at(std::int32_t number) { return m_words[static_cast<std::size_t>(number)]; }
    std::vector<CsvWord> &all() { return m_words; }
    std::size_t size() const { return m_words.size(); }
    void clear();

private:
    void place(std::int32_t number);

    std::vector<CsvWord> m_words;
    std::vector<std::size_t> m_hashes;
    std::vector<std::int32_t> m_places; ///< numbers, or -1; a power of two of them, more than half of which are free
};

} // namespace hourglass::data
