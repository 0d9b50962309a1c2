#include "engine/data/readers/csv_words.h"

#include <utility>

namespace hourglass::data {

std::int32_t CsvWords::add(CsvWord word) {
    const auto number = static_cast<std::int32_t>(m_words.size());
    word.field.reserve(word.field.size() + slack); // looked at as fields are
    m_words.push_back(std::move(word));
    Key key = keyOf(m_words.back().field);
    key.number = number;
    if (2 * m_words.size() >= m_places.size()) {
        std::vector<Key> before(m_places.empty() ? 64 : 2 * m_places.size());
        std::swap(before, m_places);
        for (const Key &old : before)
            if (old.number >= 0)
                place(old);
    }
    place(key);
    return number;
}

void CsvWords::clear() {
    m_words.clear();
    m_places.clear();
}

void CsvWords::place(const Key &key) {
    const std::size_t mask = m_places.size() - 1;
    std::size_t at = key.hash & mask;
    while (m_places[at].number >= 0)
        at = (at + 1) & mask;
    m_places[at] = key;
}

} // namespace hourglass::data
