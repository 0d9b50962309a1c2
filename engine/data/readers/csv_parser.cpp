#include "engine/data/readers/csv_parser.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include "engine/data/readers/csv_fields.h"
#include "engine/data/readers/csv_number.h"

namespace hourglass::data {

using Role = CsvColumn::Role;

namespace {

constexpr float nan = std::numeric_limits<float>::quiet_NaN();

} // namespace

CsvParser::CsvParser(const CsvTable &table, const CsvPacking &packing, const CsvDialect &dialect, CsvEncoding encoding, bool isSurvey)
    : m_table(table), m_packing(packing), m_dialect(dialect), m_isSurvey(isSurvey), m_slots(table.columns.size()),
      m_dictionaries(table, dialect.point, encoding), m_least(table.least > 0 ? static_cast<std::size_t>(table.least) : m_slots.size()),
      m_judged(m_slots.size()), m_scratch(packing.numbers()), m_scratchWords(packing.words()) {
    for (std::size_t i = m_slots.size(); i-- > 0;) {
        const CsvColumn &column = table.columns[i];
        Slot &slot = m_slots[i];
        const Slot next = i + 1 < m_slots.size() ? m_slots[i + 1] : Slot();
        m_judged -= column.role == Role::LeftOut ? 1 : 0;
        m_numberColumns += column.role == Role::Number ? 1 : 0;
        slot.first = packing.places()[i].first;
        slot.word = packing.places()[i].word;
        slot.holdsWords = column.role == Role::Words;
        slot.words = slot.word >= 0 ? next.words + 1 : 0;
        slot.isPlain = column.role == Role::Number && !table.isKey(static_cast<Index>(i)) && column.elements == 0 && column.codes.isEmpty() &&
                       mayBePlain(column.numerals) && !column.offset;
        slot.numbers = slot.isPlain ? 1 + (next.first == slot.first + 1 ? next.numbers : 0) : 0; // no flag between them
    }
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
    for (std::size_t i = 0; i < m_slots.size(); ++i)
        block.counts[i].lengths = m_lengths[i];
    m_dictionaries.giveOut(block);
    if (!m_isSurvey)
        block.finish(m_table, m_packing);
}

const char *CsvParser::parseRow(const char *at) {
    CsvBlock &block = *m_block;
    beginRow();
    const std::size_t problemsBefore = block.problems.size();
    const Index problemCountBefore = block.problemCount;
    std::size_t column = 0;
    at = beginOfRow(at, m_dialect);
    while (true) {
        if (const std::size_t run = parseRun(at, column); run > 0) {
            column += run;
        } else {
            at = parseField(at, column);
            ++column;
        }
        if (m_isUnclosed)
            break;
        const char *next = *at == m_dialect.delimiter && m_dialect.delimiter != ' ' ? at + 1 : nextField(at, m_dialect);
        if (!next)
            break;
        at = next;
    }
    if (column != m_slots.size() && !m_isUnclosed) {
        column = column > m_slots.size() ? std::max(m_slots.size(), m_lastFilled) : column; // nothing stands behind a delimiter at the end
        for (std::size_t i = column; column >= m_least && i < m_slots.size(); ++i)
            if (m_table.columns[i].role != Role::LeftOut)
                note(i, Event::Missing);
        column = column >= m_least && column < m_slots.size() ? m_slots.size() : column;
    }
    if (column != m_slots.size() || m_isUnclosed || isNothing()) {
        block.problems.resize(problemsBefore);
        block.problemCount = problemCountBefore;
    }
    finishRow(column);
    m_dictionaries.endRow(block);
    if (!m_isSurvey) { // what a row that was not kept wrote goes with it: the next one begins with zeros
        block.values.resize(static_cast<std::size_t>(block.rows) * m_packing.numbers());
        block.words.resize(static_cast<std::size_t>(block.rows) * m_packing.words());
    }
    block.lines += m_breaks + 1;
    return endOfLine(at, m_end) + 1;
}

void CsvParser::beginRow() {
    CsvBlock &block = *m_block;
    m_row = m_scratch.data();
    m_rowWords = m_scratchWords.data();
    if (!m_isSurvey) {
        const auto before = static_cast<std::size_t>(block.rows);
        block.values.resize((before + 1) * m_packing.numbers());
        block.words.resize((before + 1) * m_packing.words(), CsvPacking::none);
        m_row = block.values.data() + before * m_packing.numbers();
        m_rowWords = block.words.data() + before * m_packing.words();
    }
    m_events.clear();
    m_dictionaries.beginRow();
    m_label = nan;
    m_time = {};
    m_lacking = nullptr;
    m_isUnclosed = false;
    m_hasOther = false;
    m_namesAgain = 0;
    m_lastFilled = 0;
    m_breaks = 0;
}

/// Reads as many fields as it can without another look, and puts `at` at the end of the last one.
std::size_t CsvParser::parseRun(const char *&at, std::size_t column) {
    if (column >= m_slots.size())
        return 0;
    const Slot &slot = m_slots[column];
    if (!slot.isPlain && slot.words == 0)
        return 0;
    std::size_t run = 0;
    if (!m_ends.empty()) {
        const auto offset = static_cast<std::uint32_t>(at - m_begin);
        while (m_ends[m_nextEnd] < offset) // those within quotes
            ++m_nextEnd;
        run = slot.isPlain ? parseNumbers(at, column) : parseWords(at, column);
    }
    return run == 0 && slot.isPlain && parsePlain(at, column) ? 1 : run;
}

std::size_t CsvParser::parseNumbers(const char *&at, std::size_t column) {
    const Slot &slot = m_slots[column];
    const std::size_t run = readFields(m_begin, at, m_ends.data() + m_nextEnd, slot.numbers, m_dialect.point, m_row + slot.first);
    if (run > 0) {
        auto from = static_cast<std::uint32_t>(at - m_begin);
        for (std::size_t i = 0; i < run; ++i) {
            m_lengths[column + i] |= m_ends[m_nextEnd + i] - from;
            from = m_ends[m_nextEnd + i] + 1;
        }
        m_nextEnd += run - 1;
        at = m_begin + m_ends[m_nextEnd];
    }
    return run;
}

/// Words that were met before, of columns whose words are features of their own.
std::size_t CsvParser::parseWords(const char *&at, std::size_t column) {
    const Slot &slot = m_slots[column];
    const std::uint32_t *const ends = m_ends.data() + m_nextEnd;
    const char *from = at;
    std::size_t run = 0;
    for (; run < slot.words; ++run) {
        const char *const end = m_begin + ends[run], *to = *end == '\n' && end > from && end[-1] == '\r' ? end - 1 : end;
        while (*from == ' ')
            ++from;
        if (from < to && *from == m_dialect.quote) {
            if (const std::size_t inside = static_cast<std::size_t>(to - from) - 1; std::memchr(from + 1, m_dialect.quote, inside) != to - 1)
                break;
            ++from;
            --to;
        }
        if (from < to && (static_cast<unsigned char>(*from) <= ' ' || static_cast<unsigned char>(to[-1]) <= ' '))
            break;
        const auto found = m_dictionaries.find(column + run, {from, static_cast<std::size_t>(to - from)});
        if (found.category >= 0) {
            m_dictionaries.meet(column + run, found.number);
            m_rowWords[static_cast<std::size_t>(slot.word) + run] = found.category;
        } else if (found.number >= 0 && m_dictionaries.at(column + run, found.number).kind == CsvValue::Missing) {
            note(column + run, Event::Missing);
        } else {
            break;
        }
        if (*end == '\n') {
            ++run;
            break;
        }
        from = end + 1;
    }
    if (run > 0) {
        m_nextEnd += run - 1;
        at = m_begin + m_ends[m_nextEnd];
    }
    return run;
}

/// One number, whatever follows it.
bool CsvParser::parsePlain(const char *&at, std::size_t column) {
    const char *from = at;
    while (*from == ' ')
        ++from;
    const char *to = parsePlainNumber(from, m_dialect.point, m_row[m_slots[column].first]);
    if (!to)
        return false;
    m_lengths[column] |= static_cast<std::uint32_t>(to - from);
    while (*to == ' ' && m_dialect.delimiter != ' ')
        ++to;
    to += *to == '\r' && to[1] == '\n' ? 1 : 0;
    const bool isParsed = *to == m_dialect.delimiter || *to == '\n';
    at = isParsed ? to : at;
    return isParsed;
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
    m_dictionaries.keepRow();
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

} // namespace hourglass::data
