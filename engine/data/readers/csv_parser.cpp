#include "engine/data/readers/csv_parser.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/data/readers/csv_number.h"
#include "engine/spec/wording.h"

namespace hourglass::data {

using Role = CsvColumn::Role;

namespace {

constexpr float nan = std::numeric_limits<float>::quiet_NaN();

} // namespace

void CsvBlock::clear() {
    rows = dropped = leftOut = emptyRows = firstEmpty = lines = problemCount = 0;
    values.clear();
    bytes.clear();
    labels.clear();
    groups.clear();
    parts.clear();
    lowest.clear();
    highest.clear();
    holdsBytes = true;
    counts.clear();
    problems.clear();
}

CsvParser::CsvParser(const CsvTable &table, const CsvDialect &dialect, CsvEncoding encoding, bool isSurvey)
    : m_table(table), m_dialect(dialect), m_encoding(encoding), m_isSurvey(isSurvey), m_slots(table.columns.size()),
      m_features(static_cast<std::size_t>(table.features)),
      m_least(table.least > 0 ? static_cast<std::size_t>(table.least) : m_slots.size()), m_judged(m_slots.size()), m_scratch(m_features) {
    for (const CsvColumn &column : table.columns) {
        m_judged -= column.role == Role::LeftOut ? 1 : 0;
        m_numbers += column.role == Role::Number ? 1 : 0;
    }
    for (std::size_t i = 0; i < m_slots.size(); ++i)
        if (table.columns[i].role == Role::Number && !table.isKey(static_cast<Index>(i)))
            m_slots[i].feature = static_cast<std::int32_t>(table.columns[i].first);
}

void CsvParser::parse(std::string_view text, CsvBlock &block) {
    m_block = &block;
    block.clear();
    block.counts.resize(m_slots.size());
    m_end = text.data() + text.size();
    for (const char *at = text.data(); at < m_end;) {
        if (isPassedOver(at, m_dialect)) {
            at = endOfLine(at, m_end) + 1;
            ++block.lines;
        } else {
            at = parseRow(at);
        }
    }
    if (!m_isSurvey)
        measure();
}

const char *CsvParser::parseRow(const char *at) {
    CsvBlock &block = *m_block;
    float *row = m_scratch.data();
    if (m_isSurvey) {
        std::fill(m_scratch.begin(), m_scratch.end(), 0.0f);
    } else {
        block.values.resize(static_cast<std::size_t>(block.rows + 1) * m_features);
        row = block.values.data() + static_cast<std::size_t>(block.rows) * m_features;
    }
    m_events.clear();
    m_wordCount = 0;
    m_lacking = nullptr;
    m_isUnclosed = false;
    m_hasOther = false;
    m_namesAgain = 0;
    m_lastFilled = 0;
    m_breaks = 0;
    const std::size_t problemsBefore = block.problems.size();
    const Index problemCountBefore = block.problemCount;
    const char delimiter = m_dialect.delimiter, point = m_dialect.point;
    std::size_t column = 0;
    at = beginOfRow(at, m_dialect);
    while (true) {
        const std::int32_t feature = column < m_slots.size() ? m_slots[column].feature : -1;
        bool isParsed = false;
        if (feature >= 0) {
            const char *from = at;
            while (*from == ' ')
                ++from;
            if (const char *to = parsePlainNumber(from, point, row[feature])) {
                while (*to == ' ' && delimiter != ' ')
                    ++to;
                to += *to == '\r' && to[1] == '\n' ? 1 : 0;
                isParsed = *to == delimiter || *to == '\n';
                at = isParsed ? to : at;
            }
        }
        if (!isParsed)
            at = parseField(at, column, row);
        ++column;
        if (m_isUnclosed)
            break;
        const char *next = *at == delimiter && delimiter != ' ' ? at + 1 : nextField(at, m_dialect);
        if (!next)
            break;
        at = next;
    }
    if (column != m_slots.size() && !m_isUnclosed) {
        column = column > m_slots.size() ? std::max(m_slots.size(), m_lastFilled) : column; // nothing stands behind a delimiter at the end
        for (std::size_t i = column; column >= m_least && i < m_slots.size(); ++i)
            if (m_table.columns[i].role != Role::LeftOut)
                note(i, Event::Missing, row);
        column = column >= m_least && column < m_slots.size() ? m_slots.size() : column;
    }
    if (column != m_slots.size() || m_isUnclosed || isNothing()) {
        block.problems.resize(problemsBefore);
        block.problemCount = problemCountBefore;
    }
    finishRow(column);
    if (!m_isSurvey) // what a row that was not kept wrote goes with it: the next one begins with zeros
        block.values.resize(static_cast<std::size_t>(block.rows) * m_features);
    block.lines += m_breaks + 1;
    return endOfLine(at, m_end) + 1;
}

const char *CsvParser::parseField(const char *at, std::size_t column, float *row) {
    const char *end = readCsvField(at, m_end, m_dialect, m_field);
    if (m_field.isQuoted)
        m_breaks += std::count(m_field.text.begin(), m_field.text.end(), '\n');
    m_isUnclosed = m_field.isUnclosed;
    if (column >= m_slots.size() && !m_field.text.empty())
        m_lastFilled = column + 1;
    if (column >= m_slots.size() || m_isUnclosed)
        return end;
    const Role role = m_table.columns[column].role;
    if (role == Role::LeftOut && !m_hasOther) {
        float value = 0.0f;
        m_hasOther = readCsvNumber(trimmed(m_field.text), m_dialect.point, value) != CsvValue::Missing;
    }
    if (role == Role::Number)
        parseNumber(column, row);
    else if (role == Role::Words)
        parseWord(column, row);
    return end;
}

void CsvParser::parseNumber(std::size_t column, float *row) {
    float value = nan;
    std::string_view text = trimmed(m_field.text);
    if (m_table.columns[column].thousands == CsvThousands::Certain && takeOutThousands(text, m_dialect.point, m_plain))
        text = m_plain;
    switch (readCsvNumber(text, m_dialect.point, value)) {
    case CsvValue::Number:
        if (static_cast<Index>(column) == m_table.label)
            m_label = value;
        else
            row[m_slots[column].feature] = value;
        return;
    case CsvValue::Missing:
        note(column, Event::Missing, row);
        return;
    case CsvValue::Infinite:
        addProblem(shown() + " is not finite, or too large for a float", column);
        note(column, Event::Infinite, row);
        return;
    case CsvValue::Date:
    case CsvValue::Word:
        m_namesAgain += text == m_table.columns[column].name ? 1 : 0;
        addProblem(shown() + " is no number", column);
        note(column, Event::Other, row);
        return;
    }
}

void CsvParser::parseWord(std::size_t column, float *row) {
    const CsvColumn &described = m_table.columns[column];
    const auto number = static_cast<Index>(column);
    float value = 0.0f;
    const CsvValue kind = readCsvNumber(trimmed(m_field.text), m_dialect.point, value);
    if (kind == CsvValue::Missing) {
        note(column, Event::Missing, row);
        return;
    }
    if (m_wordCount == m_words.size())
        m_words.emplace_back();
    Word &word = m_words[m_wordCount++];
    word.column = column;
    word.isNumber = kind == CsvValue::Number;
    std::string text = fieldInUtf8(column);
    if (m_isSurvey) {
        word.text = std::move(text);
        return;
    }
    const auto found = std::lower_bound(described.categories.begin(), described.categories.end(), text);
    if (found == described.categories.end() || *found != text) { // the file changed since it was surveyed
        note(column, Event::Missing, row);
        return;
    }
    const auto category = found - described.categories.begin();
    if (number == m_table.label)
        m_label = static_cast<float>(category);
    else if (number == m_table.group)
        m_group = static_cast<std::int32_t>(category);
    else if (number == m_table.part)
        m_part = static_cast<std::int32_t>(category);
    else if (m_table.areCodes)
        row[described.first] = static_cast<float>(category);
    else
        row[described.first + category] = 1.0f;
}

void CsvParser::note(std::size_t column, Event event, float *row) {
    m_events.emplace_back(column, event);
    if (const auto number = static_cast<Index>(column); m_table.isKey(number)) {
        m_lacking = number == m_table.label ? "label" : number == m_table.group ? "group" : "part";
        return;
    }
    const CsvColumn &described = m_table.columns[column];
    const Index values = described.width - (described.hasFlag ? 1 : 0);
    std::fill_n(row + described.first, values, nan);
    if (described.hasFlag)
        row[described.first + values] = 1.0f;
}

/// Keeps the row, or takes it back.
void CsvParser::finishRow(std::size_t fields) {
    CsvBlock &block = *m_block;
    if (m_isUnclosed || fields != m_slots.size()) {
        std::string what = "the quotes opened here are not closed; the row is left out";
        if (!m_isUnclosed) {
            what = "the row has " + std::to_string(fields) + (fields == 1 ? " value" : " values");
            what += " instead of " + std::to_string(m_slots.size()) + "; it is left out";
        }
        addProblem(std::move(what), fields - 1);
        ++block.leftOut;
        return;
    }
    if (isNothing()) {
        passOver();
        return;
    }
    for (const auto &[column, event] : m_events) {
        CsvCounts &counts = block.counts[column];
        ++(event == Event::Missing ? counts.missing : event == Event::Infinite ? counts.infinite : counts.others);
    }
    if (m_lacking) {
        const auto isKey = [this](const auto &event) { return m_table.isKey(static_cast<Index>(event.first)); };
        addProblem(std::string("the ") + m_lacking + " is missing; the row is left out", std::find_if(m_events.rbegin(), m_events.rend(), isKey)->first);
        ++block.leftOut;
        return;
    }
    if (!m_events.empty() && (m_table.dropsRows || m_table.areBytes)) {
        ++block.dropped;
        return;
    }
    keepRow();
}

/// Whether no value of the row can be read: all are words where numbers should be, or the whole row is empty.
bool CsvParser::isNothing() const {
    if (m_events.empty())
        return false;
    const auto count = [this](Event sought) {
        return static_cast<std::size_t>(std::count_if(m_events.begin(), m_events.end(), [sought](const auto &event) { return event.second == sought; }));
    };
    const std::size_t others = count(Event::Other);
    if (others > 0 && others == m_numbers && (m_numbers >= 2 || m_namesAgain == others))
        return true; // the header once more, or a note
    return m_judged > 0 && m_events.size() >= m_judged && count(Event::Infinite) == 0 && (others > 0 || !m_hasOther);
}

void CsvParser::passOver() {
    CsvBlock &block = *m_block;
    const bool isEmpty = !m_hasOther && std::all_of(m_events.begin(), m_events.end(), [](const auto &event) { return event.second == Event::Missing; });
    if (!isEmpty) {
        addProblem("no value of the row can be read; it is left out", 0);
        ++block.leftOut;
        return;
    }
    if (block.emptyRows++ == 0)
        block.firstEmpty = block.lines;
}

void CsvParser::keepRow() {
    CsvBlock &block = *m_block;
    ++block.rows;
    keepWords();
    if (m_isSurvey)
        return;
    if (m_table.label >= 0)
        block.labels.push_back(m_label);
    if (m_table.group >= 0)
        block.groups.push_back(m_group);
    if (m_table.part >= 0)
        block.parts.push_back(m_part);
}

void CsvParser::keepWords() {
    for (std::size_t i = 0; i < m_wordCount; ++i) {
        const Word &word = m_words[i];
        CsvCounts &counts = m_block->counts[word.column];
        ++(word.isNumber ? counts.numbers : counts.others);
        if (!m_isSurvey || counts.hasTooManyWords)
            continue;
        const auto most = static_cast<std::size_t>(m_table.mostWordsIn(static_cast<Index>(word.column)));
        counts.hasTooManyWords = counts.words.insert(word.text).second && counts.words.size() > most;
    }
}

void CsvParser::addProblem(std::string what, std::size_t column) {
    CsvBlock &block = *m_block;
    ++block.problemCount;
    if (block.problems.size() < ReadReport::mostProblems)
        block.problems.push_back({std::move(what), {}, block.lines, static_cast<Index>(column) + 1});
}

std::string CsvParser::shown() const {
    const std::string text(trimmed(m_field.text));
    return spec::quoted(spec::isUtf8(text) ? text : fromWindows1252(text));
}

std::string CsvParser::fieldInUtf8(std::size_t column) {
    const std::string text(trimmed(m_field.text));
    if (m_encoding == CsvEncoding::Windows1252)
        return fromWindows1252(text);
    if (spec::isUtf8(text))
        return text;
    addProblem(shown() + " is not in UTF-8; it is read as Windows-1252", column);
    return fromWindows1252(text);
}

/// The range of every feature, while the block is in the cache, and the bytes where they are expected.
void CsvParser::measure() {
    CsvBlock &block = *m_block;
    block.values.resize(static_cast<std::size_t>(block.rows) * m_features);
    block.lowest.assign(m_features, std::numeric_limits<float>::infinity());
    block.highest.assign(m_features, -std::numeric_limits<float>::infinity());
    float *lowest = block.lowest.data(), *highest = block.highest.data();
    for (const float *row = block.values.data(), *end = row + block.values.size(); row < end; row += m_features)
        for (std::size_t i = 0; i < m_features; ++i) { // comparisons with NaN are false
            lowest[i] = row[i] < lowest[i] ? row[i] : lowest[i];
            highest[i] = row[i] > highest[i] ? row[i] : highest[i];
        }
    if (!m_table.areBytes)
        return;
    block.bytes.reserve(block.values.size());
    for (const float value : block.values) {
        const bool isByte = value >= 0.0f && value <= 255.0f && value == std::floor(value);
        block.holdsBytes = block.holdsBytes && isByte;
        block.bytes.push_back(isByte ? static_cast<std::uint8_t>(value) : std::uint8_t{0});
    }
    block.values.clear();
}

} // namespace hourglass::data
