#include "engine/data/readers/csv_words.h"

#include <functional>
#include <utility>

namespace hourglass::data {

std::int32_t CsvWords::find(std::string_view field) const {
    if (m_places.empty())
        return -1;
    const std::size_t hash = std::hash<std::string_view>()(field), mask = m_places.size() - 1;
    for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
        const std::int32_t number = m_places[at];
        if (number < 0 || (m_hashes[static_cast<std::size_t>(number)] == hash && m_words[static_cast<std::size_t>(number)].field == field))
            return number;
    }
}

std::int32_t CsvWords::add(CsvWord word) {
    m_hashes.push_back(std::hash<std::string_view>()(word.field));
    m_words.push_back(std::move(word));
    if (2 * m_words.size() < m_places.size()) {
        place(static_cast<std::int32_t>(m_words.size()) - 1);
    } else {
        m_places.assign(m_places.empty() ? 64 : 2 * m_places.size(), -1);
        for (std::size_t i = 0; i < m_words.size(); ++i)
            place(static_cast<std::int32_t>(i));
    }
    return static_cast<std::int32_t>(m_words.size()) - 1;
}

void CsvWords::clear() {
    m_words.clear();
    m_hashes.clear();
    m_places.clear();
}

void CsvWords::place(std::int32_t number) {
    const std::size_t mask = m_places.size() - 1;
    std::size_t at = m_hashes[static_cast<std::size_t>(number)] & mask;
    while (m_places[at] >= 0)
        at = (at + 1) & mask;
    m_places[at] = number;
}

} // namespace hourglass::data
