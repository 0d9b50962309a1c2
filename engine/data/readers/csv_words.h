// The words of one column: each is looked at once, however often it stands there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
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
    /// Bytes behind a field that must be readable.
    static constexpr std::size_t slack = 16;

    /// The number of the word that is written so, or -1.
    std::int32_t find(std::string_view field) const;
    /// Its number; it must not be there.
    std::int32_t add(CsvWord word);

    CsvWord &at(std::int32_t number) { return m_words[static_cast<std::size_t>(number)]; }
    std::vector<CsvWord> &all() { return m_words; }
    std::size_t size() const { return m_words.size(); }
    void clear();

private:
    /// The first 16 bytes, zeros behind the field, and a hash of all of it.
    struct Key {
        std::uint64_t low = 0, high = 0, hash = 0;
        std::size_t size = 0;
        std::int32_t number = -1; ///< of a place in the table: -1 where it is free
    };
    static Key keyOf(std::string_view field);
    void place(const Key &key);

    std::vector<CsvWord> m_words;
    std::vector<Key> m_places; ///< a power of two of them, more than half of which are free
};

inline CsvWords::Key CsvWords::keyOf(std::string_view field) {
    const auto eight = [&field](std::size_t at) {
        std::uint64_t bytes;
        std::memcpy(&bytes, field.data() + at, 8);
        const std::size_t size = field.size() - at; // zeros behind the field
        return size < 8 ? bytes & (~std::uint64_t{0} >> (64 - 8 * size)) : bytes;
    };
    const auto mixed = [](std::uint64_t hash) {
        hash *= 0x9E3779B97F4A7C15; // 2^64 by the golden ratio
        return hash ^ (hash >> 32);
    };
    Key key;
    key.size = field.size();
    key.low = key.size > 0 ? eight(0) : 0;
    key.high = key.size > 8 ? eight(8) : 0;
    key.hash = key.size > slack ? std::hash<std::string_view>()(field) : mixed(mixed(key.low + key.size) ^ key.high);
    return key;
}

inline std::int32_t CsvWords::find(std::string_view field) const {
    if (m_places.empty())
        return -1;
    const Key key = keyOf(field);
    const std::size_t mask = m_places.size() - 1;
    for (std::size_t at = key.hash & mask;; at = (at + 1) & mask) {
        const Key &place = m_places[at];
        if (place.number < 0)
            return -1;
        if (place.low == key.low && place.high == key.high && place.size == key.size &&
            (key.size <= slack || m_words[static_cast<std::size_t>(place.number)].field == field))
            return place.number;
    }
}

} // namespace hourglass::data
