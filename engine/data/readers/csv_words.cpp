#include "engine/data/readers/csv_words.h"

#include <bit>
#include <utility>

namespace hourglass::data {

std::int32_t CsvWords::add(CsvWord word) {
    const auto number = static_cast<std::int32_t>(m_words.size());
    word.field.reserve(word.field.size() + slack); // looked at as fields are
    m_words.push_back(std::move(word));
    if (2 * m_words.size() < m_places.size()) {
        place(number);
        return number;
    }
    m_places.assign(std::max<std::size_t>(64, 4 * m_places.size()), {});
    m_shift = 64 - std::countr_zero(m_places.size());
    for (std::int32_t i = 0; i <= number; ++i)
        place(i);
    return number;
}

void CsvWords::clear() {
    m_words.clear();
    m_places.clear();
}

void CsvWords::place(std::int32_t number) {
    const CsvWord &word = at(number);
    const Key key = keyOf(word.field);
    const std::size_t mask = m_places.size() - 1;
    std::size_t to = hashOf(key, word.field) >> m_shift;
    while (m_places[to].number >= 0)
        to = (to + 1) & mask;
    const bool isPlain = word.kind != CsvValue::Missing && !word.isForeign;
    m_places[to] = {key, static_cast<std::uint32_t>(word.field.size()), number, isPlain ? word.category : -1};
}

} // namespace hourglass::data
