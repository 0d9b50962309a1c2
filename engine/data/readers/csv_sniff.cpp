#include "engine/data/readers/csv_sniff.h"

#include <algorithm>
#include <map>

#include "engine/data/readers/csv_number.h"
#include "engine/data/readers/csv_thousands.h"

namespace hourglass::data {

namespace {

constexpr std::size_t rowsLookedAt = 100, bytesLookedAt = 256 << 10;
constexpr std::string_view delimiters = ",;\t| ";
constexpr double blanksAhead = 0.2; ///< by so much blanks fit better where they delimit: titles have as many words as it happens

/// So many bytes as rows are looked at for each candidate, but a whole row at least.
std::string_view beginning(std::string_view text) {
    const std::size_t end = text.find('\n', bytesLookedAt);
    return end == std::string_view::npos ? text : text.substr(0, end + 1);
}

bool isNumber(const std::string &text, char point) {
    float value = 0.0f;
    return readCsvNumber(text, point, value) == CsvValue::Number;
}

/// "5 2" is two numbers rather than one field.
bool holdsTwoNumbers(const std::string &text) {
    const std::size_t first = text.find(' '), last = text.rfind(' ');
    return first != std::string::npos && isNumber(text.substr(0, first), '.') && isNumber(text.substr(last + 1), '.');
}

bool looksLikeOneField(const std::string &text) {
    if (holdsTwoNumbers(text))
        return false;
    return text.find_first_of(delimiters.substr(0, delimiters.size() - 1)) == std::string::npos || isNumber(text, ',') || areThousandsBeyondDoubt(text, '.') ||
           areThousandsBeyondDoubt(text, ',');
}

/// Single quotes only where there are no double ones, and two fields at least lie within them.
char sniffQuote(std::string_view text) {
    if (text.find('"') != std::string_view::npos)
        return '"';
    const auto isBorder = [&](std::size_t at) { return at >= text.size() || text[at] == '\n' || text[at] == '\r' || delimiters.find(text[at]) != std::string_view::npos; };
    std::size_t count = 0;
    for (std::size_t at = text.find('\''); at != std::string_view::npos; at = text.find('\'', at + 1)) {
        if (at > 0 && !isBorder(at - 1))
            continue;
        const std::size_t closed = text.find('\'', at + 1), end = text.find('\n', at);
        if (closed == std::string_view::npos)
            break;
        if (closed < end && isBorder(closed + 1)) {
            ++count;
            at = closed;
        }
    }
    return count >= 2 ? '\'' : '"';
}

/// Lines that begin so stand before, between or behind rows that do not.
char sniffComment(std::string_view text) {
    for (const char sign : {'#', '%'}) {
        std::size_t comments = 0, others = 0;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = std::min(text.find('\n', at), text.size());
            if (!trimmed(text.substr(at, end - at)).empty())
                ++(text[at] == sign ? comments : others);
            at = end + 1;
        }
        const bool isFirst = text[0] == sign;
        if (comments > 0 && (isFirst || comments <= others)) // a column may hold #ff0000
            return sign;
    }
    return 0;
}

char sniffPoint(std::string_view text, const CsvDialect &dialect) {
    if (dialect.delimiter == ',')
        return '.';
    std::size_t points = 0, commas = 0, pointsBehind = 0, commasBehind = 0; // behind what can be nothing but thousands
    for (const CsvRow &row : firstRows(text, dialect, rowsLookedAt))
        for (const std::string &field : row.fields) {
            points += field.find('.') != std::string::npos && isNumber(field, '.') ? 1 : 0;
            commas += field.find(',') != std::string::npos && isNumber(field, ',') ? 1 : 0;
            pointsBehind += field.find('.') != std::string::npos && areThousandsBeyondDoubt(field, '.') ? 1 : 0;
            commasBehind += field.find(',') != std::string::npos && areThousandsBeyondDoubt(field, ',') ? 1 : 0;
        }
    if (pointsBehind != commasBehind)
        return commasBehind > pointsBehind ? ',' : '.';
    return commas > points ? ',' : '.';
}

} // namespace

std::size_t usualWidth(const std::vector<CsvRow> &rows) {
    std::map<std::size_t, std::size_t> counts;
    for (const CsvRow &row : rows)
        ++counts[row.fields.size()];
    std::size_t width = 0, most = 0;
    for (const auto &[fields, count] : counts)
        if (count >= most) {
            width = fields;
            most = count;
        }
    return width;
}

double fitOf(std::string_view text, const CsvDialect &dialect) {
    const auto rows = firstRows(text, dialect, rowsLookedAt);
    const std::size_t width = usualWidth(rows);
    if (width < 2)
        return 0.0;
    double usual = 0.0, fields = 0.0, clean = 0.0;
    for (const CsvRow &row : rows) {
        usual += row.fields.size() == width ? 1.0 : 0.0;
        for (std::size_t i = 0; i < row.fields.size(); ++i) {
            fields += 1.0;
            clean += row.isQuoted[i] || looksLikeOneField(row.fields[i]) ? 1.0 : 0.0;
        }
    }
    return usual / static_cast<double>(rows.size()) * clean / fields;
}

CsvDialect sniffDialect(std::string_view whole, const CsvGiven &given) {
    const std::string_view text = beginning(whole);
    CsvDialect dialect;
    dialect.comment = given.comment ? *given.comment : sniffComment(text);
    dialect.quote = given.quote ? *given.quote : sniffQuote(text);
    if (given.delimiter) {
        dialect.delimiter = *given.delimiter;
    } else {
        double best = 0.0;
        CsvDialect candidate = dialect;
        for (const char delimiter : delimiters) {
            candidate.delimiter = delimiter;
            const double fit = fitOf(text, candidate);
            if (fit > best + (delimiter == ' ' && best > 0.0 ? blanksAhead : 1e-9)) {
                best = fit;
                dialect.delimiter = delimiter;
            }
        }
    }
    dialect.point = given.point ? *given.point : sniffPoint(text, dialect);
    return dialect;
}

} // namespace hourglass::data
