#include "engine/data/readers/csv_look.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <map>
#include <string_view>

#include "engine/data/readers/csv_columns.h"
#include "engine/data/readers/csv_dates.h"
#include "engine/data/readers/csv_number.h"

namespace hourglass::data {

namespace {

constexpr double relativeRounding = 1e-3; ///< of a step
constexpr double largestDigit = 0.15;     ///< of a step, that its last digit may be: years with a twelfth in few digits

double numberIn(std::string text, char point) {
    if (const std::size_t found = text.find(point); found != std::string::npos)
        text[found] = '.';
    const std::size_t sign = text.starts_with('+') ? 1 : 0;
    double value = 0.0;
    std::from_chars(text.data() + sign, text.data() + text.size(), value);
    return value;
}

/// The steps from number to number.
class Steps {
public:
    void add(double value, std::int64_t whole, std::size_t decimals, CsvLook &look) {
        m_decimals = std::max(m_decimals, decimals);
        if (m_count > 0) {
            look.rises = look.rises && (look.isWhole ? whole > m_whole : value > m_last);
            look.falls = look.falls && (look.isWhole ? whole < m_whole : value < m_last);
            const double step = value - m_last;
            m_lowest = m_count == 1 ? step : std::min(m_lowest, step);
            m_highest = m_count == 1 ? step : std::max(m_highest, step);
            m_up += step == 1.0 ? 1 : 0;
            m_down += step == -1.0 ? 1 : 0;
        }
        m_last = value;
        m_whole = whole;
        ++m_count;
    }
    void finish(CsvLook &look) const {
        look.ones = std::max(m_up, m_down);
        const double middle = (m_lowest + m_highest) / 2.0;
        const double digit = m_decimals > 0 ? 1.01 * std::pow(10.0, -static_cast<double>(m_decimals)) : 0.0,
                     rounding = digit <= largestDigit * std::abs(middle) ? digit : 0.0;
        if (m_count > 2 && middle != 0.0 && m_highest - m_lowest <= std::max(rounding, relativeRounding * std::abs(middle)))
            look.step = middle;
    }

private:
    std::size_t m_count = 0, m_up = 0, m_down = 0, m_decimals = 0;
    double m_last = 0.0, m_lowest = 0.0, m_highest = 0.0;
    std::int64_t m_whole = 0; ///< a double does not tell ids above 2^53 apart
};

} // namespace

bool CsvLook::isRow() const {
    if (!holdsNumbersAlone() || fractions > 0)
        return false;
    return highest - lowest + 1.0 == static_cast<double>(distinct) || (distinct == 2 && lowest == -1.0 && highest == 1.0);
}

CsvLook lookAtColumn(const std::vector<CsvRow> &rows, std::size_t column, char point, const CsvColumn &described) {
    CsvLook look;
    std::string plain;
    std::size_t perhapsMissing = 0;
    Steps steps;
    std::map<std::string_view, std::size_t> texts, doubtful;
    for (const CsvRow &row : rows) {
        std::string_view field = trimmed(row.fields[column]);
        float single = 0.0f;
        CsvValue kind = readCsvNumber(field, point, single);
        if (kind == CsvValue::Word && described.numerals.areRead && readNumeral(field, point, described.numerals, plain)) {
            field = plain;
            kind = readCsvNumber(field, point, single);
        }
        if (described.codes.holdWord(field) || (kind == CsvValue::Number && described.codes.holdNumber(single)))
            kind = CsvValue::Missing;
        const bool isPerhapsMissing = kind == CsvValue::Word && mayMeanMissing(field);
        perhapsMissing += isPerhapsMissing ? 1 : 0;
        look.missing += kind == CsvValue::Missing ? 1 : 0;
        look.words += kind == CsvValue::Word ? 1 : 0;
        look.dates += kind == CsvValue::Date ? 1 : 0;
        if (kind != CsvValue::Missing)
            ++(isPerhapsMissing ? doubtful : texts)[row.fields[column]];
        if (kind != CsvValue::Number)
            continue;
        const double value = numberIn(std::string(field), point);
        look.lowest = look.numbers == 0 ? value : std::min(look.lowest, value);
        look.highest = look.numbers == 0 ? value : std::max(look.highest, value);
        look.fractions += value != std::floor(value) ? 1 : 0;
        std::int64_t whole = 0;
        const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), whole);
        look.isWhole = look.isWhole && error == std::errc() && end == field.data() + field.size();
        const std::size_t at = field.find(point);
        steps.add(value, whole, at == std::string_view::npos ? 0 : field.size() - at - 1, look);
        ++look.numbers;
    }
    steps.finish(look);
    if (look.numbers > look.words - perhapsMissing + look.dates) { // among numbers they say that there is none
        look.words -= perhapsMissing;
        look.missing += perhapsMissing;
    } else {
        texts.insert(doubtful.begin(), doubtful.end());
    }
    if (look.numbers > look.words && areCompactDates(rows, column))
        std::swap(look.numbers, look.dates);
    look.distinct = texts.size();
    for (const auto &[text, count] : texts) {
        look.rarest = look.rarest == 0 ? count : std::min(look.rarest, count);
        look.commonest = std::max(look.commonest, count);
    }
    return look;
}

std::string inLowerCase(std::string text) {
    for (char &c : text)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    return text;
}

} // namespace hourglass::data
