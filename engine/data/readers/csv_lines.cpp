#include "engine/data/readers/csv_lines.h"

#include <algorithm>
#include <set>

#include "engine/data/readers/csv_names.h"
#include "engine/data/readers/csv_units.h"

namespace hourglass::data {

namespace {

constexpr std::size_t mostLinesAbove = 200;

std::string lineOf(const CsvRow &row) {
    return "Line " + std::to_string(row.line);
}

bool isBlank(const CsvRow &row) {
    return filledFields(row) == 0;
}

class Sorting {
public:
    Sorting(const std::vector<CsvRow> &rows, char point, std::optional<bool> given) : m_rows(rows), m_point(point), m_given(given) {
        m_lines.profile = profileOf(rows, point);
        dropTrailingDelimiter();
    }

    CsvLines sort() {
        findFirstSample();
        if (m_given && *m_given)
            obeyHeader();
        else if (!(m_given && !*m_given))
            findHeader();
        if (m_lines.hasHeader) {
            m_lines.samples = firstSampleBehind(m_lines.header);
            nameColumns();
        }
        return std::move(m_lines);
    }

private:
    std::size_t width() const { return m_lines.profile.width; }

    /// Every row ends with a delimiter or two, and so does the header or not: the last fields are none.
    void dropTrailingDelimiter() {
        CsvProfile &profile = m_lines.profile;
        while (width() >= 2 && profile.columns.back().present == 0) {
            const bool isAllEmpty =
                std::all_of(m_rows.begin(), m_rows.end(), [&](const CsvRow &row) { return row.fields.size() < width() || row.fields[width() - 1].empty(); });
            if (!isAllEmpty)
                return;
            profile.columns.pop_back();
            --profile.width;
            profile.least = std::min(profile.least, profile.width);
        }
    }

    /// Whether the row is a sample, as far as its own fields tell.
    bool isSample(std::size_t i) const {
        const CsvRow &row = m_rows[i];
        if (!m_lines.profile.fits(row) || isBlank(row) || isRuler(row))
            return false;
        if (!m_lines.profile.isTyped())
            return true;
        const CsvAgreement agreement = agreementOf(row, m_lines.profile, m_point);
        if (i > 0 && (areNumbered(row) || namesTheIndex(i)))
            return false;
        if (agreement.matches > agreement.mismatches)
            return true;
        // A row of missing values, or of more words than numbers, is one behind names.
        if (i == 0 || (agreement.matches == 0 && (agreement.mismatches > 0 || holdsOtherWords(row))) || !m_lines.profile.fits(m_rows[i - 1]))
            return false;
        const CsvAgreement before = agreementOf(m_rows[i - 1], m_lines.profile, m_point);
        return before.mismatches > 0 && before.matches == 0 && !standsAboveNames(i);
    }

    /// "Scale,0.0004" of an oscilloscope: some lines further names still stand above numbers.
    bool standsAboveNames(std::size_t i) const {
        constexpr std::size_t further = 12;
        for (std::size_t below = i + 1; below < std::min(m_rows.size(), i + further); ++below) {
            if (!m_lines.profile.fits(m_rows[below]) || 2 * filledFields(m_rows[below]) < width())
                continue;
            const CsvAgreement agreement = agreementOf(m_rows[below], m_lines.profile, m_point);
            if (agreement.matches == 0 && agreement.mismatches > 0)
                return true;
        }
        return false;
    }

    /// Words where others come again and again, and these never.
    bool holdsOtherWords(const CsvRow &row) const {
        for (std::size_t i = 0; i < std::min(row.fields.size(), width()); ++i) {
            const CsvColumnProfile &column = m_lines.profile.columns[i];
            if (column.kind == CsvCell::Word && !row.fields[i].empty() && !column.texts.contains(row.fields[i]) && 2 * column.texts.size() <= column.present)
                return true;
        }
        return false;
    }

    /// pandas names what names the rows in a line of its own, below names that stand over the other columns alone.
    bool namesTheIndex(std::size_t i) const {
        const std::vector<std::string> &fields = m_rows[i].fields, &above = m_rows[i - 1].fields;
        const std::size_t filled = filledFields(m_rows[i]);
        if (filled == 0 || 2 * filled >= width() + 1 || above.size() != width() || filled == width())
            return false;
        for (std::size_t column = 0; column < width(); ++column)
            if (column < fields.size() && (fields[column].empty() != (column >= filled) || above[column].empty() != (column < filled)))
                return false;
        return true;
    }

    /// (1), (2), (3) … below the names.
    static bool areNumbered(const CsvRow &row) {
        for (std::size_t i = 0; i < row.fields.size(); ++i) {
            const std::string number = std::to_string(i + 1);
            if (row.fields[i] != '(' + number + ')' && row.fields[i] != '[' + number + ']')
                return false;
        }
        return row.fields.size() >= 2;
    }

    /// Right below names, numbers with one too many: a broken sample, and no line above the table.
    bool isLongSample(std::size_t i) const {
        if (i == 0 || filledFields(m_rows[i]) <= width() || m_rows[i - 1].fields.size() != width() || !m_lines.profile.isTyped())
            return false;
        const CsvAgreement agreement = agreementOf(m_rows[i], m_lines.profile, m_point), above = agreementOf(m_rows[i - 1], m_lines.profile, m_point);
        return agreement.matches > 0 && agreement.mismatches == 0 && above.mismatches > 0 && above.matches == 0;
    }

    void findFirstSample() {
        std::size_t i = 0;
        while (i < std::min(m_rows.size(), mostLinesAbove) && !isSample(i) && !isLongSample(i))
            ++i;
        m_lines.samples = i == std::min(m_rows.size(), mostLinesAbove) ? 0 : i; // none agrees: all are taken as they come
    }

    std::size_t firstSampleBehind(std::size_t header) {
        std::size_t i = std::max(header + 1, m_lines.samples);
        if (m_lines.samples > header)
            return i;
        while (i < m_rows.size() && (isBlank(m_rows[i]) || isRuler(m_rows[i]) || (m_lines.profile.isTyped() && !isSample(i) && i < header + 4)))
            ++i;
        return i;
    }

    /// A row that can hold the names: as many as there are columns, or one fewer as R writes them.
    bool mayHoldNames(const CsvRow &row) const {
        const std::size_t filled = filledFields(row);
        if (row.fields.size() == 1 && width() == 2 && row.fields[0].find_first_of(" :") != std::string::npos)
            return false; // a title rather than one name
        return !isBlank(row) && !isRuler(row) && (row.fields.size() == width() || filled == width() || filled + 1 == width()) &&
               (width() < 3 || 2 * filled >= width());
    }

    void takeHeader(std::size_t row) {
        m_lines.hasHeader = true;
        m_lines.header = row;
    }

    void obeyHeader() {
        if (!chooseAmongLinesAbove())
            takeHeader(m_lines.samples);
    }

    void findHeader() {
        if (chooseAmongLinesAbove())
            return;
        const std::size_t first = m_lines.samples;
        std::vector<const CsvRow *> below;
        for (std::size_t i = first + 1; i < m_rows.size(); ++i)
            if (m_lines.profile.fits(m_rows[i]) && !isBlank(m_rows[i]) &&
                (!m_lines.profile.isTyped() || agreementOf(m_rows[i], m_lines.profile, m_point).matches > 0))
                below.push_back(&m_rows[i]);
        if (below.empty()) {
            double value = 0.0;
            const auto &fields = m_rows[first].fields;
            if (std::none_of(fields.begin(), fields.end(), [&](const std::string &field) { return cellOf(field, m_point, value) == CsvCell::Number; }))
                takeHeader(first);
            return;
        }
        CsvNamesEvidence evidence = evidenceOfNames(m_rows[first], below, width(), m_point);
        if (first + 1 < m_rows.size() && m_lines.profile.fits(m_rows[first + 1]) && areUnits(m_rows[first + 1]) &&
            agreementOf(m_rows[first + 1], m_lines.profile, m_point).mismatches > 0 && agreementOf(m_rows[first + 1], m_lines.profile, m_point).matches == 0)
            evidence.weight += 8.0; // units stand below names
        const std::string line = lineOf(m_rows[first]);
        if (evidence.weight > 0.0)
            takeHeader(first);
        if (!m_lines.profile.isTyped())
            return;
        if (evidence.weight > 0.0 && evidence.weight < doubtfulWeight)
            m_lines.doubts.push_back(
                {line + " is taken for the names of the columns: " + evidence.reason + ".", "header", std::string("no"), line + " is a sample"});
        else if (evidence.weight <= 0.0 && evidence.weight > -doubtfulWeight && evidence.isAnyForNames)
            m_lines.doubts.push_back(
                {line + " is taken for a sample, though " + evidence.reason + ".", "header", std::string("yes"), line + " names the columns"});
    }

    /// Of the lines above the first sample, the last that is no unit; true where there is one.
    bool chooseAmongLinesAbove() {
        std::vector<std::size_t> candidates; // in one piece: no blank line between them
        for (std::size_t i = m_lines.samples; i-- > 0;) {
            if (isBlank(m_rows[i]) || isRuler(m_rows[i]))
                continue;
            if (!mayHoldNames(m_rows[i])) {
                if (m_rows[i].fields.size() != width()) // of a title; a line of few roles or units is none
                    break;
                continue;
            }
            const bool isApart = !candidates.empty() && m_rows[candidates.back()].line > endLineOf(i) &&
                                 (!areUnits(m_rows[candidates.back()]) || filledFields(m_rows[i]) < filledFields(m_rows[candidates.back()]));
            if (isApart)
                break;
            candidates.push_back(i);
        }
        if (candidates.empty())
            return takeUnevenNames();
        std::size_t chosen = candidates.back(); // where none is better than the others, names come first
        const auto isGood = [this](std::size_t i) { return !areUnits(m_rows[i]) && areDifferent(m_rows[i]); };
        const auto hasNumbers = [this](std::size_t i) {
            double value = 0.0;
            return std::any_of(m_rows[i].fields.begin(), m_rows[i].fields.end(),
                               [&](const std::string &field) { return cellOf(field, m_point, value) == CsvCell::Number; });
        };
        if (const auto good = std::find_if(candidates.begin(), candidates.end(), isGood); good != candidates.end())
            chosen = *good;
        if (width() >= 3) // in a table of two columns, whatever stands above it may have two fields as well
            for (const std::size_t i : candidates)
                if (isGood(i) && i < chosen && (!hasNumbers(i) || hasNumbers(chosen)) && filledFields(m_rows[i]) == width() &&
                    countFilled(m_rows[i]) + 1 >= width()) {
                    m_lines.doubts = {
                        {lineOf(m_rows[i]) + " is taken for the names of the columns, and line " + std::to_string(m_rows[chosen].line) + " is passed over.",
                         "skip_top", static_cast<core::Index>(m_rows[chosen].line) - 1, "Line " + std::to_string(m_rows[chosen].line) + " names the columns"}};
                    takeHeader(i);
                }
        takeHeader(m_lines.hasHeader ? m_lines.header : chosen);
        return true;
    }

    static std::size_t countFilled(const CsvRow &row) {
        return static_cast<std::size_t>(std::count_if(row.fields.begin(), row.fields.end(), [](const std::string &field) { return !field.empty(); }));
    }

    /// The line behind the one where the row ends, if nothing stands between it and the next.
    std::size_t endLineOf(std::size_t i) const {
        std::size_t line = m_rows[i].line + 1;
        for (const std::string &field : m_rows[i].fields)
            line += static_cast<std::size_t>(std::count(field.begin(), field.end(), '\n'));
        return line;
    }

    static bool areDifferent(const CsvRow &row) {
        std::set<std::string> texts;
        std::size_t filled = 0;
        for (const std::string &field : row.fields)
            if (!field.empty()) {
                ++filled;
                texts.insert(field);
            }
        return filled > 0 && 4 * texts.size() >= 3 * filled;
    }

    /// Names of another number than there are columns, right above the first sample.
    bool takeUnevenNames() {
        std::size_t i = m_lines.samples;
        while (i > 0 && (isBlank(m_rows[i - 1]) || isRuler(m_rows[i - 1])))
            --i;
        if (i == 0)
            return false;
        const std::size_t filled = filledFields(m_rows[i - 1]);
        if (filled < 2 || 2 * filled < width() || filled > 2 * width() || endLineOf(i - 1) != m_rows[m_lines.samples].line)
            return false;
        takeHeader(i - 1);
        return true;
    }

    void nameColumns() {
        const CsvRow &header = m_rows[m_lines.header];
        std::vector<std::string> &names = m_lines.names;
        names.assign(header.fields.begin(), header.fields.end());
        const std::size_t filled = filledFields(header);
        const bool isRowNamed = filled + 1 == width() && header.fields.size() + 1 == width();
        if (isRowNamed) {
            names.insert(names.begin(), ""); // R names no column of row names
        } else if (filled > width() || names.size() < width()) {
            m_lines.remarks.push_back(lineOf(header) + " has " + std::to_string(names.size()) + " names, the rows have " + std::to_string(width()) +
                                      " values.");
        }
        names.resize(width());
        joinLevels();
        for (std::size_t i = m_lines.header + (m_joined ? 2 : 1); i < m_lines.samples; ++i) {
            if (namesTheIndex(i))
                std::copy_n(m_rows[i].fields.begin(), filledFields(m_rows[i]), names.begin());
            else if (!isBlank(m_rows[i]) && !isRuler(m_rows[i]))
                m_lines.passed.push_back(i);
        }
    }

    /// Names on two levels: those above come again, and with those below they do not.
    void joinLevels() {
        const std::size_t below = m_lines.header + 1;
        if (below >= m_lines.samples || areDifferent(m_rows[m_lines.header]) || m_rows[below].fields.size() != width() || isBlank(m_rows[below]))
            return;
        std::vector<std::string> joined = m_lines.names;
        for (std::size_t i = 0; i < width(); ++i)
            joined[i] += (joined[i].empty() || m_rows[below].fields[i].empty() ? "" : " ") + m_rows[below].fields[i];
        std::set<std::string> texts(joined.begin(), joined.end());
        if (texts.size() != joined.size())
            return;
        m_lines.names = std::move(joined);
        m_lines.remarks.push_back("Lines " + std::to_string(m_rows[m_lines.header].line) + " and " + std::to_string(m_rows[below].line) +
                                  " name the columns together.");
        m_joined = true;
    }

    const std::vector<CsvRow> &m_rows;
    char m_point;
    bool m_joined = false;
    std::optional<bool> m_given;
    CsvLines m_lines;
};

} // namespace

CsvLines sortLines(const std::vector<CsvRow> &rows, char point, std::optional<bool> isHeaderGiven) {
    return Sorting(rows, point, isHeaderGiven).sort();
}

} // namespace hourglass::data
