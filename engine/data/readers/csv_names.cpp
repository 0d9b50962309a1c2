#include "engine/data/readers/csv_names.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "engine/data/readers/csv_sequence.h"

namespace hourglass::data {

namespace {

constexpr std::size_t rowsCompared = 200;
constexpr std::size_t rowsForRange = 8;  ///< with fewer below, hardly a number lies within their range
constexpr double rowsForCertainty = 5.0; ///< with fewer below, what they have in common says less

std::string lower(std::string text) {
    for (char &c : text)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    return text;
}

bool hasDigit(const std::string &text) {
    return text.find_first_of("0123456789") != std::string::npos;
}

/// A word that may name a column, rather than stand for a missing number.
bool mayName(const std::string &text) {
    const std::string small = lower(text);
    for (const char *known : {"n.a.", "none", "nil", "missing", "nd", "n/d", "unknown", "error"})
        if (small == known)
            return false;
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80; });
}

class Weighing {
public:
    Weighing(const CsvRow &row, const std::vector<const CsvRow *> &below, std::size_t width, char point)
        : m_row(row), m_below(below.begin(), below.begin() + static_cast<std::ptrdiff_t>(std::min(below.size(), rowsCompared))), m_width(width), m_point(point),
          m_columns(profileColumns(m_below, width, point)), m_names(numbersIn(row, m_columns, point)),
          m_trust(std::min(1.0, static_cast<double>(m_below.size()) / rowsForCertainty)) {}

    CsvNamesEvidence weigh() {
        weighWords();
        weighCorner();
        weighQuotes();
        weighDoubles();
        if (!m_names.empty()) {
            weighSequence();
            weighPandas();
            weighNumbers();
        }
        return m_evidence;
    }

private:
    void add(double weight, const char *reason) {
        m_evidence.weight += weight;
        if (weight > m_most) {
            m_most = weight;
            m_evidence.reason = reason;
        }
        m_evidence.isAnyForNames = m_evidence.isAnyForNames || weight >= 1.0;
    }

    /// Words above numbers or dates; words that do not come again above ones that do.
    void weighWords() {
        double above = 0.0, unlike = 0.0;
        double value = 0.0;
        for (std::size_t i = 0; i < std::min(m_width, m_row.fields.size()); ++i) {
            const std::string &field = m_row.fields[i];
            const CsvColumnProfile &column = m_columns[i];
            const CsvCell cell = cellOf(field, m_point, value);
            if (cell == CsvCell::Missing || column.present == 0)
                continue;
            const bool isAmong = column.texts.contains(field);
            if (column.isTyped()) {
                const bool isPure = static_cast<double>(column.alike) >= 0.95 * static_cast<double>(column.present);
                if (cell == CsvCell::Numberish && column.kind == CsvCell::Number && column.alike == column.present)
                    above += 1.5;
                const bool isOther = cell == CsvCell::Word || (cell == CsvCell::Date) != (column.kind == CsvCell::Date);
                if (isOther && !isAmong && (cell != CsvCell::Word || mayName(field)))
                    above += !isPure ? 1.0 : numbersRows(i) ? 6.0 : 3.0;
                continue;
            }
            if (cell != CsvCell::Word)
                continue;
            if (isAmong) {
                unlike -= 2.0;
            } else if (4 * column.texts.size() <= column.present) {
                unlike += 2.0;
            } else if (2 * column.texts.size() <= column.present) {
                unlike += 1.0;
            } else {
                const auto digits = std::count_if(column.texts.begin(), column.texts.end(), hasDigit);
                unlike += !hasDigit(field) && static_cast<double>(digits) >= 0.9 * static_cast<double>(column.texts.size()) ? 1.0 : 0.0;
            }
        }
        add(std::min(above, 12.0), "it holds words above numbers");
        add(std::clamp(unlike, -12.0, 6.0), "its words do not come again below");
    }

    /// Whether the column counts the rows, from 0 or 1 on.
    bool numbersRows(std::size_t column) const {
        double value = 0.0, start = 0.0;
        for (std::size_t i = 0; i < m_below.size(); ++i) {
            if (column >= m_below[i]->fields.size() || cellOf(m_below[i]->fields[column], m_point, value) != CsvCell::Number)
                return false;
            start = i == 0 ? value : start;
            if (value != start + static_cast<double>(i) || (start != 0.0 && start != 1.0))
                return false;
        }
        return m_below.size() >= 2;
    }

    /// Whether the column rises or falls by the same step from this number on, as the numbers of rows and times do.
    bool goesOnBelow(const CsvNumberCell &cell) const {
        double value = 0.0, before = cell.value, step = 0.0;
        for (std::size_t i = 0; i < m_below.size(); ++i) {
            if (cell.column >= m_below[i]->fields.size() || cellOf(m_below[i]->fields[cell.column], m_point, value) != CsvCell::Number)
                return false;
            step = i == 0 ? value - before : step;
            if (step == 0.0 || std::fabs(value - before - step) > 1e-6 * std::fabs(step))
                return false;
            before = value;
        }
        return m_below.size() >= 3;
    }

    /// Nothing above the names or numbers of the rows, as R and pandas leave it.
    void weighCorner() {
        const CsvColumnProfile &first = m_columns.front();
        if (!m_row.fields.front().empty() || m_width < 2 || filledFields(m_row) == 0 || first.present < first.count || first.texts.size() < first.count ||
            first.count < 2)
            return;
        add(numbersRows(0) ? 9.0 : first.count >= 4 ? 5.0 : 2.5, "nothing stands above what names the rows");
    }

    /// R writes names in quotes, and numbers without.
    void weighQuotes() {
        std::size_t quoted = 0;
        for (const CsvNumberCell &cell : m_names)
            quoted += cell.column < m_row.isQuoted.size() && m_row.isQuoted[cell.column] ? 1 : 0;
        if (quoted == 0 || quoted < m_names.size())
            return;
        for (const CsvRow *row : m_below)
            for (const CsvNumberCell &cell : m_names)
                if (cell.column < row->isQuoted.size() && row->isQuoted[cell.column])
                    return;
        add(8.0, "its numbers stand in quotes, and those below do not");
    }

    /// Names are seldom the same, and seldom missing.
    void weighDoubles() {
        std::set<std::string> seen;
        double doubles = 0.0, empty = 0.0;
        for (const std::string &field : m_row.fields) {
            if (field.empty())
                empty += 1.0;
            else if (!seen.insert(field).second)
                doubles += 1.0;
        }
        if (doubles > 0.0)
            add(-3.0 - std::min(6.0, 0.5 * doubles), "");
        if (2.0 * empty > static_cast<double>(m_row.fields.size()))
            add(-2.0, "");
    }

    void weighSequence() {
        if (areMangled(m_row))
            add(20.0, "its numbers are those of names that come again");
        const std::size_t run = evenRun(m_names);
        const bool isMost = 5 * run >= 3 * m_names.size() || run >= 8;
        const bool yearsRise = m_names.size() >= 4 && areYears(m_names) && risesOrFalls(m_names);
        const bool isMonotone = m_names.size() >= 5 && risesOrFalls(m_names);
        if (!(run >= 3 && isMost) && !yearsRise && !isMonotone)
            return;
        double even = 0.0, years = 0.0, monotone = 0.0;
        for (const CsvRow *row : m_below) {
            const std::vector<CsvNumberCell> cells = numbersIn(*row, m_columns, m_point);
            even += run >= 3 && evenRun(cells) >= run ? 1.0 : 0.0;
            years += yearsRise && areYears(cells) && risesOrFalls(cells) ? 1.0 : 0.0;
            monotone += isMonotone && risesOrFalls(cells) ? 1.0 : 0.0;
        }
        const double rare = 0.05 * static_cast<double>(m_below.size());
        const std::size_t first = static_cast<std::size_t>(m_names.front().column);
        const bool countsUp = run == m_names.size() && run >= 3 && m_names.front().decimals == 0 && m_names[1].value - m_names[0].value == 1.0 &&
                              (m_names.front().value == 0.0 || m_names.front().value == 1.0) && first <= 1;
        const char *const evenly = "its numbers rise or fall evenly, as those below do not";
        if (run >= 3 && isMost && even <= rare)
            add((weightOfRun(run) + (countsUp ? 2.0 : 0.0)) * m_trust, evenly);
        else if (yearsRise && years <= rare)
            add(weightOfRun(m_names.size()) * m_trust, "its numbers are years");
        else if (isMonotone && monotone <= rare && (isUnlike() || doRowsTurn()))
            add(0.5 * weightOfRun(m_names.size()) * m_trust, "its numbers rise or fall, as those below do not");
        else if (countsUp && isUnlike())
            add(2.0, "its numbers count");
    }

    /// Whether the numbers of the rows below rise and fall as if by lot: two of three neighbours would turn then.
    bool doRowsTurn() const {
        double turns = 0.0, all = 0.0;
        for (const CsvRow *row : m_below) {
            const std::vector<CsvNumberCell> cells = numbersIn(*row, m_columns, m_point);
            for (std::size_t i = 2; i < cells.size(); ++i) {
                turns += (cells[i].value - cells[i - 1].value) * (cells[i - 1].value - cells[i - 2].value) < 0.0 ? 1.0 : 0.0;
                all += 1.0;
            }
        }
        return all > 0.0 && turns >= 0.4 * all && m_names.size() >= 7;
    }

    /// 0, 1, 2 … above nothing but decimals: what pandas calls columns that have no names.
    void weighPandas() {
        for (std::size_t i = 0; i < m_names.size(); ++i) {
            const Spread spread = spreadOf(m_names[i].column);
            if (m_names[i].decimals > 0 || m_names[i].value != static_cast<double>(i) || spread.count < rowsForRange || spread.whole > 0)
                return;
        }
        add(3.0, "its numbers count, and all below have decimals");
    }

    struct Spread {
        double lowest = std::numeric_limits<double>::infinity(), highest = -std::numeric_limits<double>::infinity();
        std::size_t count = 0, whole = 0;
        std::map<std::size_t, std::size_t> decimals;
    };

    Spread spreadOf(std::size_t column) const {
        Spread spread;
        double value = 0.0;
        for (const CsvRow *row : m_below) {
            if (column >= row->fields.size() || cellOf(row->fields[column], m_point, value) != CsvCell::Number)
                continue;
            ++spread.count;
            spread.lowest = std::min(spread.lowest, value);
            spread.highest = std::max(spread.highest, value);
            const std::size_t decimals = decimalsOf(row->fields[column], m_point);
            spread.whole += decimals == 0 ? 1 : 0;
            ++spread.decimals[decimals];
        }
        return spread;
    }

    /// Of one column: how far its first number is from those below, and how otherwise it is written; below 0 where it is one of
    /// them.
    double unlikeness(const CsvNumberCell &cell) const {
        const Spread spread = spreadOf(cell.column);
        if (spread.count == 0)
            return 0.0;
        double weight = 0.0;
        const double range = spread.highest - spread.lowest, outside = std::max(spread.lowest - cell.value, cell.value - spread.highest);
        if (range > 0.0)
            weight = outside > range && spread.count >= rowsForRange ? 1.0 : outside > 0.1 * range ? 0.0 : outside > 0.0 ? -0.5 : -1.0;
        else
            weight = outside > 0.0 ? 0.0 : -1.0;
        const auto count = static_cast<double>(spread.count);
        const bool isWhole = cell.decimals == 0;
        const bool isOtherSort = isWhole ? static_cast<double>(spread.whole) <= 0.1 * count : static_cast<double>(spread.whole) >= 0.98 * count;
        const auto same = spread.decimals.find(cell.decimals);
        const bool isOneLength = spread.decimals.size() == 1 && spread.count >= 5 && same == spread.decimals.end();
        return weight + (isOneLength ? 1.5 : isOtherSort ? 0.75 : 0.0);
    }

    double meanUnlikeness() {
        if (!m_isWeighed) {
            m_isWeighed = true;
            for (const CsvNumberCell &cell : m_names)
                m_unlikeness += unlikeness(cell) / static_cast<double>(m_names.size());
        }
        return m_unlikeness;
    }
    bool isUnlike() { return meanUnlikeness() > 0.3; }

    void weighNumbers() {
        const double number = std::min(5.0, static_cast<double>(m_names.size()));
        add(meanUnlikeness() * number * m_trust, "its numbers are unlike those below");
        add(-0.75, ""); // most tables of numbers without a word are so from their first line on
        if (std::any_of(m_names.begin(), m_names.end(), [this](const CsvNumberCell &cell) { return goesOnBelow(cell); }))
            add(-6.0, "");
        double odd = 0.0; // what names are hardly ever
        for (const CsvNumberCell &cell : m_names)
            odd += cell.value < 0.0 || cell.decimals >= 5 || m_row.fields[cell.column].find_first_of("eE") != std::string::npos ? 1.0 : 0.0;
        if (3.0 * odd > static_cast<double>(m_names.size()) && evenRun(m_names) < std::max<std::size_t>(3, m_names.size() / 2))
            add(-3.0, "");
    }

    const CsvRow &m_row;
    std::vector<const CsvRow *> m_below;
    std::size_t m_width;
    char m_point;
    std::vector<CsvColumnProfile> m_columns;
    std::vector<CsvNumberCell> m_names; ///< the numbers of the row in question
    double m_trust;
    CsvNamesEvidence m_evidence;
    double m_most = 0.0, m_unlikeness = 0.0;
    bool m_isWeighed = false;
};

} // namespace

CsvNamesEvidence evidenceOfNames(const CsvRow &row, const std::vector<const CsvRow *> &below, std::size_t width, char point) {
    return Weighing(row, below, width, point).weigh();
}

} // namespace hourglass::data
