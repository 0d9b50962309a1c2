#include "engine/data/readers/csv_parser.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/data/readers/csv_fields.h"
#include "engine/data/readers/csv_number.h"
#include "engine/data/readers/csv_vector.h"
#include "engine/spec/wording.h"

namespace hourglass::data {

using Role = CsvColumn::Role;

namespace {

constexpr float nan = std::numeric_limits<float>::quiet_NaN();
constexpr std::size_t largestDictionary = 4096; // or twice what a column may hold

} // namespace

void CsvBlock::clear() {
    rows = dropped = leftOut = emptyRows = firstEmpty = lines = problemCount = 0;
    values.clear();
    bytes.clear();
    labels.clear();
    groups.clear();
    parts.clear();
    times.clear();
    lowest.clear();
    highest.clear();
    hasNewWords = false;
    holdsBytes = true;
    counts.clear();
    problems.clear();
}

CsvParser::CsvParser(const CsvTable &table, const CsvDialect &dialect, CsvEncoding encoding, bool isSurvey)
    : m_table(table), m_dialect(dialect), m_encoding(encoding), m_isSurvey(isSurvey), m_slots(table.columns.size()), m_dictionaries(table.columns.size()),
      m_features(static_cast<std::size_t>(table.features)),
      m_least(table.least > 0 ? static_cast<std::size_t>(table.least) : m_slots.size()), m_judged(m_slots.size()), m_scratch(m_features) {
    for (const CsvColumn &column : table.columns) {
        m_judged -= column.role == Role::LeftOut ? 1 : 0;
        m_numberColumns += column.role == Role::Number ? 1 : 0;
    }
    for (std::size_t i = 0; i < m_slots.size(); ++i) {
        const CsvColumn &column = table.columns[i];
        m_slots[i].holdsWords = column.role == Role::Words;
        if (isOneHot(column))
            m_slots[i].first = static_cast<std::int32_t>(column.first);
        if (column.role == Role::Number && !table.isKey(static_cast<Index>(i)) && column.elements == 0 && column.codes.isEmpty() && mayBePlain(column.numerals) && !column.offset)
            m_slots[i].feature = static_cast<std::int32_t>(column.first);
    }
    for (std::size_t i = m_slots.size(); i-- > 0;)
        if (m_slots[i].feature >= 0)
            m_slots[i].run = 1 + (i + 1 < m_slots.size() && m_slots[i + 1].feature == m_slots[i].feature + 1 ? m_slots[i + 1].run : 0);
    std::size_t from = 0;
    for (const CsvColumn &column : table.columns)
        if (isOneHot(column)) {
            m_measured.emplace_back(from, static_cast<std::size_t>(column.first));
            from = static_cast<std::size_t>(column.first) + column.categories.size();
        }
    m_measured.emplace_back(from, m_features);
}

bool CsvParser::isOneHot(const CsvColumn &column) const {
    return column.role == Role::Words && column.width > 0 && !m_table.areCodes;
}

void CsvParser::parse(std::string_view text, CsvBlock &block) {
    m_block = &block;
    block.clear();
    block.counts.resize(m_slots.size());
    m_begin = text.data();
    m_end = m_begin + text.size();
    m_nextEnd = 0;
    m_ends.clear();
    if (m_dialect.delimiter != ' ' && canReadFields())
        findEnds(text, m_dialect.delimiter, m_ends);
    m_lengths.assign(m_slots.size(), 0);
    for (const char *at = text.data(); at < m_end;) {
        if (isPassedOver(at, m_dialect)) {
            at = endOfLine(at, m_end) + 1;
            ++block.lines;
        } else {
            at = parseRow(at);
        }
    }
    for (std::size_t i = 0; i < m_slots.size(); ++i) {
        giveOutWords(i);
        block.counts[i].lengths = m_lengths[i];
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
    m_words.clear();
    m_label = nan;
    m_time = {};
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
        const std::size_t run = feature >= 0 && !m_ends.empty() ? parseRun(at, column, row) : 0;
        column += run > 0 ? run - 1 : 0;
        bool isParsed = run > 0;
        if (feature >= 0 && !isParsed) {
            const char *from = at;
            while (*from == ' ')
                ++from;
            if (const char *to = parsePlainNumber(from, point, row[feature])) {
                m_lengths[column] |= static_cast<std::uint32_t>(to - from);
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
    forgetWords();
    if (!m_isSurvey) // what a row that was not kept wrote goes with it: the next one begins with zeros
        block.values.resize(static_cast<std::size_t>(block.rows) * m_features);
    block.lines += m_breaks + 1;
    return endOfLine(at, m_end) + 1;
}

/// Reads as many plain numbers as it can, and puts `at` at the end of the last one.
std::size_t CsvParser::parseRun(const char *&at, std::size_t column, float *row) {
    const auto offset = static_cast<std::uint32_t>(at - m_begin);
    while (m_ends[m_nextEnd] < offset) // those within quotes
        ++m_nextEnd;
    const Slot &slot = m_slots[column];
    const std::size_t run = readFields(m_begin, at, m_ends.data() + m_nextEnd, slot.run, m_dialect.point, row + slot.feature);
    if (run > 0) {
        auto from = offset;
        for (std::size_t i = 0; i < run; ++i) {
            m_lengths[column + i] |= m_ends[m_nextEnd + i] - from;
            from = m_ends[m_nextEnd + i] + 1;
        }
        m_nextEnd += run - 1;
        at = m_begin + m_ends[m_nextEnd];
    }
    return run;
}

const char *CsvParser::parseField(const char *at, std::size_t column, float *row) {
    if (column < m_slots.size() && m_slots[column].holdsWords) { // most words stand in no quotes: nothing is copied
        const char *from = at, *to = at;
        while (*from == ' ')
            ++from;
        if (*from != '\t' && (m_dialect.quote == 0 || *from != m_dialect.quote)) {
            for (to = from; *to != '\n' && *to != m_dialect.delimiter && (m_dialect.delimiter != ' ' || *to != '\t');)
                ++to;
            const std::string_view field(from, static_cast<std::size_t>(to - from));
            parseWord(field.empty() || static_cast<unsigned char>(field.back()) > ' ' ? field : trimmed(field), column, row);
            return to;
        }
    }
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
    if (role == Role::Number && m_table.columns[column].elements > 0)
        parseVector(column, row);
    else if (role == Role::Number)
        parseNumber(column, row);
    else if (role == Role::Words) {
        m_field.text.reserve(m_field.text.size() + CsvWords::slack);
        parseWord(trimmed(m_field.text), column, row);
    } else if (static_cast<Index>(column) == m_table.time || static_cast<Index>(column) == m_table.timeOfDay)
        parseTime();
    return end;
}

void CsvParser::parseNumber(std::size_t column, float *row) {
    const CsvColumn &described = m_table.columns[column];
    const std::string_view text = trimmed(m_field.text);
    float value = nan;
    CsvValue kind = readCsvNumber(text, m_dialect.point, value);
    const bool lacksUnit = kind == CsvValue::Number && value != 0.0f && !mayBePlain(described.numerals);
    const bool wasTakenApart = kind == CsvValue::Word && described.numerals.areRead && readNumeral(text, m_dialect.point, described.numerals, m_plain);
    if (wasTakenApart)
        kind = readCsvNumber(m_plain, m_dialect.point, value);
    if (described.codes.holdWord(text) || (kind == CsvValue::Number && described.codes.holdNumber(value)) || (kind == CsvValue::Word && mayMeanMissing(text)))
        kind = CsvValue::Missing;
    if (kind == CsvValue::Missing) {
        note(column, Event::Missing, row);
    } else if (kind == CsvValue::Infinite) {
        addProblem(shown(m_field.text) + " is not finite, or too large for a float", column);
        note(column, Event::Infinite, row);
    } else if (kind != CsvValue::Number || lacksUnit) {
        m_namesAgain += text == described.name ? 1 : 0;
        addProblem(shown(m_field.text) + (lacksUnit ? " lacks the % that the others of its column have" : " is no number"), column);
        note(column, Event::Other, row);
    } else if (static_cast<Index>(column) == m_table.label) {
        m_label = value;
    } else {
        const std::string_view number = wasTakenApart ? std::string_view(m_plain) : text;
        m_lengths[column] |= static_cast<std::uint32_t>(number.size());
        if (double exact = 0.0; described.offset && readCsvNumber(number, m_dialect.point, exact) == CsvValue::Number)
            value = static_cast<float>(exact - *described.offset);
        row[described.first] = value;
    }
}

void CsvParser::parseVector(std::size_t column, float *row) {
    const CsvColumn &described = m_table.columns[column];
    const std::string_view text = trimmed(m_field.text);
    float value = nan;
    m_numbers.clear();
    if (described.codes.holdWord(text) || readCsvNumber(text, m_dialect.point, value) == CsvValue::Missing) {
        note(column, Event::Missing, row);
    } else if (!readVector(text, m_dialect.point, m_numbers)) {
        addProblem(shown(m_field.text) + " does not hold numbers alone", column);
        note(column, Event::Other, row);
    } else if (static_cast<Index>(m_numbers.size()) != described.elements) {
        addProblem("the field holds " + std::to_string(m_numbers.size()) + (m_numbers.size() == 1 ? " number" : " numbers") + " instead of " + std::to_string(described.elements),
                   column);
        note(column, Event::Other, row);
    } else {
        std::copy(m_numbers.begin(), m_numbers.end(), row + described.first);
    }
}

/// Adds to the row's time.
void CsvParser::parseTime() {
    const std::string_view text = trimmed(m_field.text);
    std::optional<CsvTime> time;
    float number = 0.0f;
    if (!m_table.hasNumbersForTime)
        time = timeOf(text);
    else if (readCsvNumber(text, m_dialect.point, number) == CsvValue::Number)
        time = CsvTime{number, number, number};
    for (std::size_t i = 0; i < m_time.size(); ++i)
        m_time[i] += time ? (*time)[i] : static_cast<double>(nan);
}

void CsvParser::parseWord(std::string_view field, std::size_t column, float *row) {
    CsvWords &words = m_dictionaries[column];
    std::int32_t known = words.find(field);
    if (known < 0)
        known = words.add(describe(field, column));
    const CsvWord &word = words.at(known);
    if (word.isForeign)
        addProblem(shown(field) + " is not in UTF-8; it is read as Windows-1252", column);
    if (word.kind == CsvValue::Missing) {
        note(column, Event::Missing, row);
        return;
    }
    m_words.push_back({column, known});
    if (m_isSurvey || word.category < 0)
        return;
    if (m_slots[column].first >= 0) {
        row[m_slots[column].first + word.category] = 1.0f;
        return;
    }
    const auto number = static_cast<Index>(column);
    if (number == m_table.label)
        m_label = static_cast<float>(word.category);
    else if (number == m_table.group)
        m_group = word.category;
    else if (number == m_table.part)
        m_part = word.category;
    else
        row[m_table.columns[column].first] = static_cast<float>(word.category);
}

/// A word that is met for the first time.
CsvWord CsvParser::describe(std::string_view field, std::size_t column) const {
    CsvWord word{.field = std::string(field)};
    float value = 0.0f;
    word.kind = m_table.columns[column].codes.holdWord(field) ? CsvValue::Missing : readCsvNumber(field, m_dialect.point, value);
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

void CsvParser::note(std::size_t column, Event event, float *row) {
    m_events.emplace_back(column, event);
    if (const auto number = static_cast<Index>(column); m_table.isKey(number)) {
        if (number != m_table.label) // a sample may have no class
            m_lacking = number == m_table.group ? "group" : "part";
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
        const auto isKey = [this](const auto &event) {
            return m_table.isKey(static_cast<Index>(event.first)) && static_cast<Index>(event.first) != m_table.label;
        };
        addProblem(std::string("the ") + m_lacking + " is missing; the row is left out", std::find_if(m_events.rbegin(), m_events.rend(), isKey)->first);
        ++block.leftOut;
        return;
    }
    const auto isOfFeature = [this](const auto &event) { return static_cast<Index>(event.first) != m_table.label; };
    if ((m_table.dropsRows || m_table.areBytes) && std::any_of(m_events.begin(), m_events.end(), isOfFeature)) {
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
    if (others > 0 && others == m_numberColumns && (m_numberColumns >= 2 || m_namesAgain == others))
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
    if (m_table.time >= 0)
        block.times.push_back(m_time);
}

void CsvParser::keepWords() {
    for (const Word &met : m_words) {
        CsvWord &word = m_dictionaries[met.column].at(met.number);
        CsvCounts &counts = m_block->counts[met.column];
        ++(word.kind == CsvValue::Number ? counts.numbers : counts.others);
        word.isKept = true;
        m_block->hasNewWords = m_block->hasNewWords || word.category < 0;
    }
}

/// Where a column has very many words, they are not all remembered.
void CsvParser::forgetWords() {
    for (const Word &met : m_words) {
        CsvWords &words = m_dictionaries[met.column];
        const auto most = static_cast<std::size_t>(m_table.mostWordsIn(static_cast<Index>(met.column)));
        if (words.size() > std::max(largestDictionary, 2 * most)) {
            giveOutWords(met.column);
            words.clear();
        }
    }
}

/// The words of the rows kept so far, to the block.
void CsvParser::giveOutWords(std::size_t column) {
    CsvCounts &counts = m_block->counts[column];
    const auto most = static_cast<std::size_t>(m_table.mostWordsIn(static_cast<Index>(column)));
    for (CsvWord &word : m_dictionaries[column].all()) {
        if (word.isKept && !counts.hasTooManyWords)
            counts.hasTooManyWords = counts.words.insert(word.text).second && counts.words.size() > most;
        word.isKept = false;
    }
}

void CsvParser::addProblem(std::string what, std::size_t column) {
    CsvBlock &block = *m_block;
    ++block.problemCount;
    if (block.problems.size() < ReadReport::mostProblems)
        block.problems.push_back({std::move(what), {}, block.lines, static_cast<Index>(column) + 1});
}

std::string CsvParser::shown(std::string_view field) {
    const std::string text(trimmed(field));
    return spec::quoted(spec::isUtf8(text) ? text : fromWindows1252(text));
}

/// The range of every feature, while the block is in the cache, and the bytes where they are expected.
void CsvParser::measure() {
    CsvBlock &block = *m_block;
    block.values.resize(static_cast<std::size_t>(block.rows) * m_features);
    block.lowest.assign(m_features, std::numeric_limits<float>::infinity());
    block.highest.assign(m_features, -std::numeric_limits<float>::infinity());
    float *lowest = block.lowest.data(), *highest = block.highest.data();
    for (const float *row = block.values.data(), *end = row + block.values.size(); row < end; row += m_features)
        for (const auto &[from, to] : m_measured)
            for (std::size_t i = from; i < to; ++i) { // comparisons with NaN are false
                lowest[i] = row[i] < lowest[i] ? row[i] : lowest[i];
                highest[i] = row[i] > highest[i] ? row[i] : highest[i];
            }
    for (const CsvColumn &column : m_table.columns)
        for (std::size_t i = 0; isOneHot(column) && i < column.categories.size(); ++i) { // a category has a sample
            lowest[static_cast<std::size_t>(column.first) + i] = column.categories.size() == 1 ? 1.0f : 0.0f;
            highest[static_cast<std::size_t>(column.first) + i] = 1.0f;
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
