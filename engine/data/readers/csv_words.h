// The words of one column: each is looked at once, however often it stands there.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/types.h"
#include "engine/data/readers/csv_number.h"

namespace hourglass::data {

/// A field as it stands, and what it turned out to be.
struct CsvWord {
    std::string field;
    std::string text; ///< the field in UTF-8
    CsvValue kind = CsvValue::Word;
    bool isForeign = false;     ///< not in the encoding of the file
    std::int32_t category = -1; ///< its number among the column's words, or -1
    core::Index kept = 0;       ///< samples that hold it
};

/// A hash table whose words keep their numbers.
class CsvWords {
public:
    /// Bytes behind a field that must be readable.
    static constexpr std::size_t slack = 16;

    struct Found {
        std::int32_t number = -1;   ///< of the word, or -1
        std::int32_t category = -1; ///< of a word about which there is nothing else to say; -1: look at it
    };
    /// The word that is written so.
    Found find(std::string_view field) const;
    /// Its number; it must not be there.
    std::int32_t add(CsvWord word);

    CsvWord &at(std::int32_t number) { return m_words[static_cast<std::size_t>(number)]; }
    std::vector<CsvWord> &all() { return m_words; }
    std::size_t size() const { return m_words.size(); }
    void clear();

private:
    /// The first 16 bytes, zeros behind the field.
    struct Key {
        std::uint64_t low = 0, high = 0;
    };
    struct Place {
        Key key;
        std::uint32_t size = 0;
        std::int32_t number = -1; ///< -1 where the place is free
        std::int32_t category = -1;
    };
    static Key keyOf(std::string_view field);
    static std::uint64_t hashOf(const Key &key, std::string_view field);
    void place(std::int32_t number);

    std::vector<CsvWord> m_words;
    std::vector<Place> m_places; ///< a power of two of them, more than half of which are free
    int m_shift = 64;            ///< of a hash: what is left is a place
};

inline CsvWords::Key CsvWords::keyOf(std::string_view field) {
    static constexpr auto masks = [] { // no branch: the lengths of words follow no rule
        std::array<Key, slack + 1> made{};
        for (std::size_t size = 1; size <= slack; ++size) {
            made[size].low = ~std::uint64_t{0} >> (size < 8 ? 64 - 8 * size : 0);
            made[size].high = size > 8 ? ~std::uint64_t{0} >> (128 - 8 * size) : 0;
        }
        return made;
    }();
    Key key;
    std::memcpy(&key.low, field.data(), 8);
    std::memcpy(&key.high, field.data() + 8, 8);
    const Key &mask = masks[std::min(field.size(), slack)];
    return {key.low & mask.low, key.high & mask.high};
}

/// The upper bits are the good ones (multiply-shift hashing of pairs).
inline std::uint64_t CsvWords::hashOf(const Key &key, std::string_view field) {
    constexpr std::uint64_t golden = 0x9E3779B97F4A7C15, silver = 0xD1B54A32D192ED03;
    if (field.size() > slack) [[unlikely]]
        return std::hash<std::string_view>()(field) * golden;
    return (key.low + field.size()) * golden + key.high * silver;
}

inline CsvWords::Found CsvWords::find(std::string_view field) const {
    if (m_places.empty())
        return {};
    const Key key = keyOf(field);
    const std::size_t mask = m_places.size() - 1;
    for (std::size_t at = hashOf(key, field) >> m_shift;; at = (at + 1) & mask) {
        const Place &place = m_places[at];
        if (place.number < 0)
            return {};
        const std::uint64_t difference = (place.key.low ^ key.low) | (place.key.high ^ key.high) | (place.size ^ field.size());
        if (difference == 0 && (field.size() <= slack || m_words[static_cast<std::size_t>(place.number)].field == field))
            return {place.number, place.category};
    }
}

} // namespace hourglass::data
