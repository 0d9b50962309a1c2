// What a field holds: the way of all that the fast paths leave.
#include "engine/data/readers/csv_parser.h"

#include <algorithm>
#include <limits>

#include "engine/data/readers/csv_number.h"
#include "engine/data/readers/csv_vector.h"
#include "engine/spec/wording.h"

namespace hourglass::data {

using Role = CsvColumn::Role;

namespace {

constexpr float noNumber = std::numeric_limits<float>::quiet_NaN();

} // namespace

const char *CsvParser::parseField(const char *at, std::size_t column) {
    if (column < m_slots.size() && m_slots[column].holdsWords) { // most words stand in no quotes: nothing is copied
        const char *from = at, *to = at;
        while (*from == ' ')
            ++from;
        if (*from != '\t' && (m_dialect.quote == 0 || (*from != m_dialect.quote && *from != '='))) {
            for (to = from; *to != '\n' && *to != m_dialect.delimiter && (m_dialect.delimiter != ' ' || *to != '\t');)
                ++to;
            const std::string_view field(from, static_cast<std::size_t>(to - from));
            parseWord(field.empty() || static_cast<unsigned char>(field.back()) > ' ' ? field : trimmed(field), column);
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
        parseVector(column);
    else if (role == Role::Number)
        parseNumber(column);
    else if (role == Role::Words) {
        m_field.text.reserve(m_field.text.size() + CsvWords::slack);
        parseWord(trimmed(m_field.text), column);
    } else if (static_cast<Index>(column) == m_table.time || static_cast<Index>(column) == m_table.timeOfDay)
        parseTime();
    return end;
}

void CsvParser::parseNumber(std::size_t column) {
    const CsvColumn &described = m_table.columns[column];
    const std::string_view text = trimmed(m_field.text);
    float value = noNumber;
    CsvValue kind = readCsvNumber(text, m_dialect.point, value);
    const bool isOtherwise = kind == CsvValue::Number && value != 0.0f && !standsForItself(text, m_dialect.point, described.numerals);
    const bool wasTakenApart = kind == CsvValue::Word && described.numerals.areRead && readNumeral(text, m_dialect.point, described.numerals, m_plain);
    if (wasTakenApart)
        kind = readCsvNumber(m_plain, m_dialect.point, value);
    if (described.codes.holdWord(text) || (kind == CsvValue::Number && described.codes.holdNumber(value)) || (kind == CsvValue::Word && mayMeanMissing(text)))
        kind = CsvValue::Missing;
    if (kind == CsvValue::Missing) {
        note(column, Event::Missing);
    } else if (kind == CsvValue::Infinite) {
        addProblem(shown(m_field.text) + " is not finite, or too large for a float", column);
        note(column, Event::Infinite);
    } else if (kind != CsvValue::Number || isOtherwise) {
        m_namesAgain += text == described.name ? 1 : 0;
        const char *why = !isOtherwise                    ? " is no number"
                          : described.numerals.point != 0 ? " has another sign before its decimals than the others of its column"
                                                          : " lacks the % that the others of its column have";
        addProblem(shown(m_field.text) + why, column);
        note(column, Event::Other);
    } else if (static_cast<Index>(column) == m_table.label) {
        m_label = value;
    } else {
        const std::string_view number = wasTakenApart ? std::string_view(m_plain) : text;
        m_lengths[column] |= static_cast<std::uint32_t>(number.size());
        if (double exact = 0.0; described.offset && readCsvNumber(number, m_dialect.point, exact) == CsvValue::Number)
            value = static_cast<float>(exact - *described.offset);
        m_row[m_slots[column].first] = value;
    }
}

void CsvParser::parseVector(std::size_t column) {
    const CsvColumn &described = m_table.columns[column];
    const std::string_view text = trimmed(m_field.text);
    float value = noNumber;
    m_numbers.clear();
    if (described.codes.holdWord(text) || readCsvNumber(text, m_dialect.point, value) == CsvValue::Missing) {
        note(column, Event::Missing);
    } else if (!readVector(text, m_dialect.point, m_numbers)) {
        addProblem(shown(m_field.text) + " does not hold numbers alone", column);
        note(column, Event::Other);
    } else if (static_cast<Index>(m_numbers.size()) != described.elements) {
        addProblem("the field holds " + std::to_string(m_numbers.size()) + (m_numbers.size() == 1 ? " number" : " numbers") + " instead of " +
                       std::to_string(described.elements),
                   column);
        note(column, Event::Other);
    } else {
        std::copy(m_numbers.begin(), m_numbers.end(), m_row + m_slots[column].first);
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
        m_time[i] += time ? (*time)[i] : static_cast<double>(noNumber);
}

void CsvParser::parseWord(std::string_view field, std::size_t column) {
    const std::int32_t number = m_dictionaries.numberOf(column, field);
    const CsvWord &word = m_dictionaries.at(column, number);
    if (word.isForeign)
        addProblem(shown(field) + " is not in UTF-8; it is read as Windows-1252", column);
    if (word.kind == CsvValue::Missing) {
        note(column, Event::Missing);
        return;
    }
    m_dictionaries.meet(column, number);
    if (m_isSurvey || word.category < 0)
        return;
    const auto index = static_cast<Index>(column);
    if (m_slots[column].word >= 0)
        m_rowWords[m_slots[column].word] = word.category;
    else if (index == m_table.label)
        m_label = static_cast<float>(word.category);
    else if (index == m_table.group)
        m_group = word.category;
    else if (index == m_table.part)
        m_part = word.category;
    else
        m_row[m_slots[column].first] = static_cast<float>(word.category);
}

void CsvParser::note(std::size_t column, Event event) {
    m_events.emplace_back(column, event);
    if (const auto number = static_cast<Index>(column); m_table.isKey(number)) {
        if (number != m_table.label) // a sample may have no class
            m_lacking = number == m_table.group ? "group" : "part";
        return;
    }
    const CsvColumn &described = m_table.columns[column];
    const Slot &slot = m_slots[column];
    float *to = m_row + slot.first;
    if (slot.word >= 0)
        m_rowWords[slot.word] = CsvPacking::missing;
    else
        to = std::fill_n(to, described.width - (described.hasFlag ? 1 : 0), noNumber);
    if (described.hasFlag)
        *to = 1.0f;
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

} // namespace hourglass::data
