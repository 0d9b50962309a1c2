#include "engine/data/readers/csv_dictionaries.h"

#include <algorithm>

#include "engine/spec/wording.h"

namespace hourglass::data {

namespace {

constexpr std::size_t largestDictionary = 4096; // or twice what a column may hold

} // namespace

CsvDictionaries::CsvDictionaries(const CsvTable &table, char point, CsvEncoding encoding)
    : m_table(table), m_point(point), m_encoding(encoding), m_words(table.columns.size()), m_met(table.columns.size()) {}

std::int32_t CsvDictionaries::numberOf(std::size_t column, std::string_view field) {
    const std::int32_t known = m_words[column].find(field).number;
    if (known >= 0)
        return known;
    m_isAnyNew = true;
    return m_words[column].add(describe(column, field));
}

CsvWord CsvDictionaries::describe(std::size_t column, std::string_view field) const {
    CsvWord word{.field = std::string(field)};
    float value = 0.0f;
    word.kind = m_table.columns[column].codes.holdWord(field) ? CsvValue::Missing : readCsvNumber(field, m_point, value);
    if (word.kind == CsvValue::Missing)
        return word;
    word.isForeign = m_encoding != CsvEncoding::Windows1252 && !spec::isUtf8(word.field);
    word.text = m_encoding == CsvEncoding::Windows1252 || word.isForeign ? fromWindows1252(field) : word.field;
    const std::vector<std::string> &categories = m_table.columns[column].categories;
    const auto found = static_cast<Index>(column) == m_table.label ? std::find(categories.begin(), categories.end(), word.text)
                                                                   : std::lower_bound(categories.begin(), categories.end(), word.text);
    word.category = found == categories.end() || *found != word.text ? -1 : static_cast<std::int32_t>(found - categories.begin());
    return word;
}

void CsvDictionaries::endRow(CsvBlock &block) {
    if (!m_isAnyNew)
        return;
    m_isAnyNew = false;
    for (std::size_t i = 0; i < m_count; ++i) {
        const std::size_t column = m_met[i].column;
        const auto most = static_cast<std::size_t>(m_table.mostWordsIn(static_cast<Index>(column)));
        if (m_words[column].size() > std::max(largestDictionary, 2 * most)) {
            giveOut(column, block);
            m_words[column].clear();
        }
    }
}

void CsvDictionaries::giveOut(CsvBlock &block) {
    for (std::size_t i = 0; i < m_words.size(); ++i)
        giveOut(i, block);
}

void CsvDictionaries::giveOut(std::size_t column, CsvBlock &block) {
    CsvCounts &counts = block.counts[column];
    const auto most = static_cast<std::size_t>(m_table.mostWordsIn(static_cast<Index>(column)));
    for (CsvWord &word : m_words[column].all()) {
        if (word.kept == 0)
            continue;
        (word.kind == CsvValue::Number ? counts.numbers : counts.others) += word.kept;
        word.kept = 0;
        block.hasNewWords = block.hasNewWords || word.category < 0;
        if (!counts.hasTooManyWords)
            counts.hasTooManyWords = counts.words.insert(word.text).second && counts.words.size() > most;
    }
}

} // namespace hourglass::data
