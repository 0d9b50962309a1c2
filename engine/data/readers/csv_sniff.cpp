#include "engine/data/readers/csv_sniff.h"

#include <algorithm>
#include <map>

#include "engine/data/readers/csv_dates.h"
#include "engine/data/readers/csv_number.h"
#include "engine/data/readers/csv_numeral.h"
#include "engine/data/readers/csv_vector.h"

namespace hourglass::data {

namespace {

constexpr std::size_t rowsLookedAt = 100, bytesLookedAt = 256 << 10;
constexpr std::size_t longestNumber = 64; // bytes
constexpr std::size_t leastVector = 16;   // numbers
constexpr double vectorBehind = 0.75;     ///< so much less likely is a field of numbers between delimiters, of a single number
constexpr std::string_view delimiters = ",;\t| ";
constexpr double blanksAhead = 0.2;   ///< by so much blanks fit better where they delimit: titles have as many words as it happens
constexpr double blanksBehind = 0.15; ///< so much worse they may fit where the commas are those of decimals

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

/// "$1,234.50", "1.234.567 €": what stands between thousands cannot stand for anything else.
bool isCertainNumeral(const std::string &text) {
    CsvNumeral numeral;
    return text.size() < longestNumber && (takeApart(text, '.', numeral) || takeApart(text, ',', numeral)) &&
           (numeral.separators >= 2 || (numeral.separators == 1 && numeral.hasFraction));
}

bool looksLikeOneField(const std::string &text) {
    if (holdsTwoNumbers(text) && !isNumeral(text, '.') && !isNumeral(text, ',') && !isDate(text)) // "1 234", "5 May 2024"
        return false;
    return text.find_first_of(delimiters.substr(0, delimiters.size() - 1)) == std::string::npos || isNumeral(text, ',') || isCertainNumeral(text);
}

/// How surely a text is one field, 0 … 1. Several numbers in a field are a little less likely than as many fields, few of them less than many;
/// and much less likely where a sign stands between them that delimits fields elsewhere.
double oneFieldIn(const std::string &text) {
    if (looksLikeOneField(text))
        return 1.0;
    const auto length = static_cast<double>(text.find('\t') == std::string::npos ? vectorLength(text, '.') : 0);
    if (length > 0.0 && text.find_first_of(",;|") != std::string::npos)
        return 1.0 - vectorBehind / length;
    return length > 0.0 ? 1.0 - 1e-6 / (length * length) : 0.0;
}

/// R names no column of row names: its header is one field shorter. Between blanks a title may be so by chance.
bool isHeaderOfR(const CsvRow &row, std::size_t width) {
    return width >= 3 && row.fields.size() + 1 == width &&
           std::none_of(row.fields.begin(), row.fields.end(), [](const std::string &field) { return isNumber(field, '.') || isNumber(field, ','); });
}

/// "3,70 80 82 …": of many whole numbers between blanks only the first or the last has a comma, which then stands between two fields.
bool isCommaBesideVector(const std::vector<CsvRow> &rows, std::size_t width) {
    std::vector<std::size_t> commas(width);
    for (const CsvRow &row : rows)
        for (std::size_t i = 0; i < row.fields.size() && row.fields.size() == width; ++i)
            commas[i] += row.fields[i].find(',') != std::string::npos ? 1 : 0;
    const auto held = width - static_cast<std::size_t>(std::count(commas.begin(), commas.end(), 0));
    return width >= leastVector && held == 1 && (commas.front() > 0 || commas.back() > 0);
}

/// Fields that lie within these quotes on one line.
std::size_t countQuoted(std::string_view text, char quote) {
    const auto isBorder = [&](std::size_t at) {
        return at >= text.size() || text[at] == '\n' || text[at] == '\r' || delimiters.find(text[at]) != std::string_view::npos;
    };
    std::size_t count = 0;
    for (std::size_t at = text.find(quote); at != std::string_view::npos; at = text.find(quote, at + 1)) {
        if (at > 0 && !isBorder(at - 1))
            continue;
        const std::size_t closed = text.find(quote, at + 1), end = text.find('\n', at);
        if (closed == std::string_view::npos)
            break;
        if (closed < end && isBorder(closed + 1)) {
            ++count;
            at = closed;
        }
    }
    return count;
}

/// Single quotes only where two fields at least lie within them, and more than within double ones, which may stand inside.
char sniffQuote(std::string_view text) {
    const std::size_t count = countQuoted(text, '\'');
    return count >= 2 && (text.find('"') == std::string_view::npos || count > countQuoted(text, '"')) ? '\'' : '"';
}

/// `43" "73546" "-0`: quotes that close one field and open the next, so that there are several.
bool holdsSeveralQuoted(const std::string &text, char quote) {
    for (std::size_t at = text.find(quote); quote != 0 && at != std::string::npos; at = text.find(quote, at + 1))
        if (at + 2 < text.size() && text[at + 2] == quote && delimiters.find(text[at + 1]) != std::string_view::npos)
            return true;
    return false;
}

/// "0,76 802,05 1": between blanks stand numbers whose commas are followed by 0 and more digits, as only decimals are.
bool holdDecimalCommas(std::string_view text, CsvDialect dialect) {
    dialect.delimiter = ' ';
    std::size_t decimals = 0, others = 0;
    for (const CsvRow &row : firstRows(text, dialect, rowsLookedAt))
        for (std::size_t i = 0; i < row.fields.size(); ++i) {
            const std::string &field = row.fields[i];
            const std::size_t comma = field.find(',');
            if (comma == std::string::npos || row.isQuoted[i])
                continue;
            if (!isNumber(field, ','))
                ++others;
            else if (comma + 2 < field.size() && field[comma + 1] == '0' && field[comma + 2] >= '0' && field[comma + 2] <= '9')
                ++decimals;
        }
    return decimals > 0 && 20 * others <= decimals;
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

/// What the fields say of a sign before decimals: how often it stands where nothing else can, and where it may stand between thousands.
struct Point {
    std::size_t certain = 0, doubtful = 0;
    void add(const std::string &field, char point) {
        CsvNumeral numeral;
        if (takeApart(field, point, numeral) && numeral.separators >= 2 && numeral.separator == (point == '.' ? ',' : '.')) {
            ++certain; // 1.234.567: the other sign can stand between thousands alone
            return;
        }
        if (field.find(point) == std::string::npos || !isNumeral(field, point))
            return;
        ++(takeApart(field, point == '.' ? ',' : '.', numeral) && numeral.separator == point ? doubtful : certain);
    }
};

char sniffPoint(std::string_view text, const CsvDialect &dialect) {
    Point point, comma;
    for (const CsvRow &row : firstRows(text, dialect, rowsLookedAt))
        for (const std::string &field : row.fields)
            if (field.find_first_of(".,") != std::string::npos && field.size() < longestNumber) {
                point.add(field, '.');
                comma.add(field, ',');
            }
    if (point.certain != comma.certain)
        return comma.certain > point.certain ? ',' : '.';
    return dialect.delimiter != ',' && comma.doubtful > point.doubtful ? ',' : '.';
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
        usual += row.fields.size() == width || (&row == &rows.front() && dialect.delimiter != ' ' && isHeaderOfR(row, width)) ? 1.0 : 0.0;
        for (std::size_t i = 0; i < row.fields.size(); ++i) {
            fields += 1.0;
            clean += row.isQuoted[i] ? 1.0 : holdsSeveralQuoted(row.fields[i], dialect.quote) ? 0.0 : oneFieldIn(row.fields[i]);
        }
    }
    const double fit = usual / static_cast<double>(rows.size()) * clean / fields;
    return dialect.delimiter == ' ' && isCommaBesideVector(rows, width) ? 0.9 * fit : fit;
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
            double ahead = 1e-12;
            if (delimiter == ' ' && best > 0.0 && fit < 1.0)
                ahead = dialect.delimiter == ',' && holdDecimalCommas(text, dialect) ? -blanksBehind : blanksAhead;
            if (fit > best + ahead) {
                best = fit;
                dialect.delimiter = delimiter;
            }
        }
    }
    dialect.point = given.point ? *given.point : sniffPoint(text, dialect);
    return dialect;
}

} // namespace hourglass::data
