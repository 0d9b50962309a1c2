#include "engine/data/readers/csv_profile.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "engine/data/readers/csv_number.h"
#include "engine/data/readers/csv_thousands.h"

namespace hourglass::data {

namespace {

constexpr std::size_t mostLetters = 3; ///< of a unit behind a number
constexpr std::size_t rowsProfiled = 200;
constexpr std::size_t fewRows = 8;        ///< the later half of so few may be rows that are broken
constexpr double ragged = 0.05;           ///< share of rows that are shorter in the same way, where short rows are meant
constexpr double raggedBelowNames = 0.25; ///< and of longer ones, where the first line is as long as most: a value too many is an error

/// Digits first, perhaps behind a sign, currency or bracket, and hardly a letter.
bool isNumberish(std::string_view text) {
    const std::size_t first = text.find_first_of("0123456789");
    if (first == std::string_view::npos)
        return false;
    std::size_t letters = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool isLetter = (text[i] >= 'a' && text[i] <= 'z') || (text[i] >= 'A' && text[i] <= 'Z');
        if (isLetter && i < first)
            return false;
        letters += isLetter ? 1 : 0;
    }
    return letters <= mostLetters;
}

double doubleOf(std::string text, char point) {
    if (const std::size_t found = text.find(point); found != std::string::npos)
        text[found] = '.';
    const char *from = text.data() + (text.starts_with('+') ? 1 : 0);
    double value = 0.0;
    std::from_chars(from, text.data() + text.size(), value);
    return value;
}

/// Fields of most of the rows from `first` on, where long rows count for more: lines of a word or two stand above and below
/// tables.
std::size_t usualFrom(const std::vector<CsvRow> &rows, std::size_t first) {
    std::map<std::size_t, double> counts;
    for (std::size_t i = first; i < rows.size(); ++i)
        counts[rows[i].fields.size()] += 1.0;
    std::size_t width = 0;
    double most = 0.0;
    for (const auto &[fields, count] : counts)
        if (const double weight = count * std::sqrt(static_cast<double>(fields)); weight >= most) {
            width = fields;
            most = weight;
        }
    return width;
}

/// The fewest fields of rows that are short as others are, and agree with the columns as far as they go.
std::size_t leastFields(const std::vector<CsvRow> &rows, std::size_t first, const CsvProfile &profile, char point) {
    std::map<std::size_t, std::size_t> counts;
    for (std::size_t i = first; i < rows.size(); ++i)
        if (const std::size_t fields = rows[i].fields.size(); fields < profile.width && fields >= 2) {
            const CsvAgreement agreement = agreementOf(rows[i], profile, point);
            if (agreement.matches == 0 || agreement.mismatches > 0 || agreement.present + 1 < filledFields(rows[i]))
                continue;
            ++counts[fields];
        }
    for (const auto &[fields, count] : counts)
        if (count >= 2 && static_cast<double>(count) >= ragged * static_cast<double>(rows.size() - first))
            return fields;
    return profile.width;
}

} // namespace

CsvCell cellOf(const std::string &field, char point, double &value) {
    float number = 0.0f;
    std::string plain;
    switch (readCsvNumber(field, point, number)) {
    case CsvValue::Missing: return CsvCell::Missing;
    case CsvValue::Number: value = doubleOf(field, point); return CsvCell::Number;
    case CsvValue::Infinite: return CsvCell::Numberish;
    case CsvValue::Date: return CsvCell::Date;
    case CsvValue::Word: break;
    }
    if (takeOutThousands(field, point, plain)) {
        value = doubleOf(plain, point);
        return CsvCell::Number;
    }
    return isNumberish(field) ? CsvCell::Numberish : CsvCell::Word;
}

bool CsvProfile::isTyped() const {
    return std::any_of(columns.begin(), columns.end(), [](const CsvColumnProfile &column) { return column.isTyped(); });
}

bool CsvProfile::fits(const CsvRow &row) const {
    const std::size_t fields = row.fields.size();
    return fields >= least && (fields <= width || filledFields(row) <= width);
}

CsvAgreement agreementOf(const CsvRow &row, const CsvProfile &profile, char point) {
    CsvAgreement agreement;
    double value = 0.0;
    for (std::size_t i = 0; i < row.fields.size(); ++i) {
        const CsvCell cell = cellOf(row.fields[i], point, value);
        if (cell == CsvCell::Missing)
            continue;
        ++agreement.present;
        if (i >= profile.columns.size() || !profile.columns[i].isTyped())
            continue;
        const bool isOfDates = profile.columns[i].kind == CsvCell::Date;
        const bool matches = isOfDates ? cell == CsvCell::Date : cell == CsvCell::Number || cell == CsvCell::Numberish;
        ++(matches ? agreement.matches : agreement.mismatches);
    }
    return agreement;
}

std::vector<CsvColumnProfile> profileColumns(const std::vector<const CsvRow *> &rows, std::size_t width, char point) {
    std::vector<CsvColumnProfile> columns(width);
    for (std::size_t i = 0; i < width; ++i) {
        CsvColumnProfile &column = columns[i];
        std::map<CsvCell, std::size_t> counts;
        double value = 0.0;
        for (const CsvRow *row : rows) {
            const CsvCell cell = i < row->fields.size() ? cellOf(row->fields[i], point, value) : CsvCell::Missing;
            ++column.count;
            if (cell == CsvCell::Missing)
                continue;
            ++column.present;
            ++counts[cell];
            column.texts.insert(row->fields[i]);
        }
        const auto of = [&](CsvCell cell) { return counts.contains(cell) ? counts.at(cell) : std::size_t{0}; };
        const std::size_t numbers = of(CsvCell::Number), all = numbers + of(CsvCell::Numberish);
        if (column.present == 0)
            continue;
        column.kind = 2 * numbers >= column.present            ? CsvCell::Number
                      : 2 * of(CsvCell::Date) > column.present ? CsvCell::Date
                      : 2 * all > column.present               ? CsvCell::Numberish
                                                               : CsvCell::Word;
        column.alike = column.kind == CsvCell::Numberish ? all : of(column.kind);
    }
    return columns;
}

CsvProfile profileOf(const std::vector<CsvRow> &rows, char point) {
    CsvProfile profile;
    const std::size_t first = rows.size() < 3 ? rows.size() - 1 : rows.size() / 2;
    profile.width = usualFrom(rows, rows.size() < fewRows ? 0 : first);
    const double share = rows[0].fields.size() == profile.width ? raggedBelowNames : ragged;
    if (rows.size() >= 3) // rows may lack values at their end, and the header not
        for (std::size_t i = 0; i < first; ++i) {
            const std::size_t fields = rows[i].fields.size();
            const auto same = std::count_if(rows.begin(), rows.end(), [fields](const CsvRow &row) { return row.fields.size() == fields; });
            const bool isFilled = std::none_of(rows[i].fields.begin(), rows[i].fields.end(), [](const std::string &field) { return field.empty(); });
            if (fields > profile.width && isFilled && same > 2 && static_cast<double>(same) >= share * static_cast<double>(rows.size())) {
                profile.width = fields;
                break;
            }
        }
    std::vector<const CsvRow *> later;
    for (std::size_t i = first; i < rows.size() && later.size() < rowsProfiled; ++i)
        if (rows[i].fields.size() <= profile.width && 2 * rows[i].fields.size() >= profile.width)
            later.push_back(&rows[i]);
    profile.columns = profileColumns(later, profile.width, point);
    profile.least = profile.width;
    profile.least = leastFields(rows, rows.size() < 3 ? 0 : 1, profile, point);
    return profile;
}

std::size_t filledFields(const CsvRow &row) {
    std::size_t filled = row.fields.size();
    while (filled > 0 && row.fields[filled - 1].empty())
        --filled;
    return filled;
}

bool isRuler(const CsvRow &row) {
    bool isAny = false;
    for (const std::string &field : row.fields) {
        if (field.find_first_not_of("-=_+*~:") != std::string::npos)
            return false;
        isAny = isAny || field.size() >= 2;
    }
    return isAny;
}

} // namespace hourglass::data
