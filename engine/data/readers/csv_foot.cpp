#include "engine/data/readers/csv_foot.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/spec/wording.h"

namespace hourglass::data {

namespace {

constexpr std::size_t mostRows = 100'000, mostLines = 40, mostShown = 3;

/// What sums and means are called, in the languages that tables come in.
constexpr std::string_view totals = "|total|totals|grand total|subtotal|sum|sums|mean|means|average|averages|avg|avg.|gesamt|gesamtsumme|summe|insgesamt|"
                                    "mittel|mittelwert|durchschnitt|somme|moyenne|total général|suma|media|promedio|totale|somma|totaal|gemiddelde|soma|média|"
                                    "std|std dev|std. dev.|std.dev.|standard deviation|stdev|sd|median|ø|σ|all rows|";
/// What stands beside those, and is the name of a row by itself often enough.
constexpr std::string_view statistics = "|n|count|min|max|minimum|maximum|range|var|variance|se|sem|std err|std. err.|standard error|cv|cv%|cv %|rsd|%rsd|"
                                        "q1|q2|q3|25%|50%|75%|10%|90%|lower|upper|skew|skewness|kurtosis|mode|anzahl|";

std::string nameIn(const std::string &field) {
    std::string text(trimmed(field));
    while (!text.empty() && (text.back() == ':' || text.back() == '*'))
        text.pop_back();
    for (char &c : text)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    return text;
}

class Foot {
public:
    Foot(const CsvTail &tail, const CsvDialect &dialect, const CsvProfile &profile)
        : m_tail(tail), m_profile(profile), m_point(dialect.point), m_rows(firstRows(tail.text, dialect, mostRows)) {}

    CsvFoot find() {
        std::size_t first = m_rows.size();
        std::size_t lines = 0;
        for (std::size_t i = m_rows.size(); i-- > 0 && lines <= mostLines; ++lines) {
            if (filledFields(m_rows[i]) == 0)
                continue; // blank ones are passed over anyway
            if (!isNote(m_rows[i]) && !isRuler(m_rows[i]) && !isTotal(i))
                break;
            first = i;
        }
        while (first < m_rows.size() && lines <= mostLines && m_totals.empty() && isRuler(m_rows[first]) && first + 1 == m_rows.size())
            ++first; // a ruler alone says nothing
        if (first == m_rows.size() || lines > mostLines || !areSamples(first))
            return {};
        return describe(first);
    }

private:
    const std::string *firstFilled(const CsvRow &row) const {
        const auto found = std::find_if(row.fields.begin(), row.fields.end(), [](const std::string &field) { return !field.empty(); });
        return found == row.fields.end() ? nullptr : &*found;
    }

    std::size_t numbersIn(const CsvRow &row) const {
        double value = 0.0;
        return static_cast<std::size_t>(
            std::count_if(row.fields.begin(), row.fields.end(), [&](const std::string &field) { return cellOf(field, m_point, value) == CsvCell::Number; }));
    }

    /// Words where numbers should be, or fewer fields than a row has and words in them.
    bool isNote(const CsvRow &row) const {
        const std::string *first = firstFilled(row);
        double value = 0.0;
        if (!first || row.isUnclosed)
            return false;
        const bool isText = cellOf(*first, m_point, value) == CsvCell::Word;
        if (row.fields.size() != m_profile.width && filledFields(row) != m_profile.width) {
            if (m_profile.width >= 2 && row.fields.size() == 1)
                return isText;
            const std::size_t numbers = numbersIn(row);
            return isText && (numbers == 0 || (numbers == 1 && 2 * filledFields(row) <= m_profile.width));
        }
        if (!m_profile.isTyped() || !isText)
            return false;
        const CsvAgreement agreement = agreementOf(row, m_profile, m_point);
        if (agreement.matches > 0)
            return false;
        if (agreement.mismatches > 0 && 2 * agreement.present <= m_profile.width + 1)
            return agreement.mismatches > 0;
        return agreement.mismatches == 0 && areNumbersUsual() && agreement.present == 1 && m_profile.width >= 2;
    }

    /// Whether a row hardly ever is without any number.
    bool areNumbersUsual() const {
        return std::any_of(m_profile.columns.begin(), m_profile.columns.end(),
                           [](const CsvColumnProfile &column) { return column.isTyped() && 20 * column.present >= 19 * column.count; });
    }

    /// How many numbers of the row are the sums, or the means, of those above, and how many are neither.
    struct Check {
        std::size_t right = 0, wrong = 0;
    };

    Check check(std::size_t number, bool isNamed) const {
        Check check;
        if (!m_tail.isWhole)
            return check;
        const CsvRow &row = m_rows[number];
        for (std::size_t column = 0; column < m_profile.width; ++column) {
            double total = 0.0, value = 0.0;
            if (column >= row.fields.size() || cellOf(row.fields[column], m_point, total) != CsvCell::Number)
                continue;
            double sum = 0.0, size = 0.0, count = 0.0, filled = 0.0, finest = 1.0;
            for (std::size_t i = 0; i < number; ++i) {
                if (column >= m_rows[i].fields.size() || !m_profile.fits(m_rows[i]) || isNamedTotal(m_rows[i]) ||
                    cellOf(m_rows[i].fields[column], m_point, value) != CsvCell::Number)
                    continue;
                sum += value;
                size += std::fabs(value);
                count += 1.0;
                filled += value != 0.0 ? 1.0 : 0.0;
                finest = std::min(finest, stepOf(m_rows[i].fields[column]));
            }
            if (filled < 2.0)
                continue;
            const double last = stepOf(row.fields[column]), own = 0.51 * std::max(last, finest) * (last < 1.0 || finest < 1.0 ? 1.0 : 0.0) + 1e-9 * size;
            const bool isSum = std::fabs(total - sum) <= own + (finest < 1.0 ? 0.6 * finest * std::sqrt(count) : 0.0);
            const bool isMean = (isNamed || last < finest) && std::fabs(total - sum / count) <= 0.51 * last + 1e-9 * size;
            ++(isSum || isMean ? check.right : check.wrong);
        }
        return check;
    }

    bool isNamed(const CsvRow &row, std::string_view names) const {
        const std::string *first = firstFilled(row);
        return first && names.find('|' + nameIn(*first) + '|') != std::string_view::npos;
    }
    bool isNamedTotal(const CsvRow &row) const { return isNamed(row, totals); }

    /// Named as a count or a quartile, below a sum or mean or above one, or where numbers stand in all other rows.
    bool isStatistic(std::size_t number) const {
        const CsvRow &row = m_rows[number];
        if (!isNamed(row, statistics))
            return false;
        const auto column = static_cast<std::size_t>(firstFilled(row) - row.fields.data());
        double value = 0.0;
        if (column < m_profile.columns.size() && m_profile.columns[column].isTyped() && cellOf(row.fields[column], m_point, value) == CsvCell::Word)
            return true;
        const auto others = [&](std::size_t i) { return filledFields(m_rows[i]) == 0 || isNamed(m_rows[i], statistics); };
        std::size_t above = number;
        while (above > 0 && others(above - 1))
            --above;
        return (above > 0 && isNamedTotal(m_rows[above - 1])) || (!m_totals.empty() && m_totals.back() <= number + 2 && m_isAmongTotals);
    }

    /// What the last digit of a number stands for.
    double stepOf(const std::string &text) const {
        const std::size_t at = text.find(m_point);
        return at == std::string::npos ? 1.0 : std::pow(10.0, -static_cast<double>(text.size() - at - 1));
    }

    bool comesElsewhere(std::size_t number, std::size_t column) const {
        const std::string &text = m_rows[number].fields[column];
        return std::any_of(m_rows.begin(), m_rows.begin() + static_cast<std::ptrdiff_t>(number),
                           [&](const CsvRow &row) { return column < row.fields.size() && row.fields[column] == text; });
    }

    bool isTotal(std::size_t number) {
        const CsvRow &row = m_rows[number];
        if (number < 2 || !m_profile.fits(row) || numbersIn(row) == 0)
            return false;
        const auto column = static_cast<std::size_t>(firstFilled(row) - row.fields.data());
        const bool describes = isStatistic(number);
        const bool isNamed = (describes || isNamedTotal(row)) && !comesElsewhere(number, column);
        const Check found = check(number, isNamed);
        double value = 0.0;
        const bool mayBeWithoutName = column > 0 || cellOf(row.fields[0], m_point, value) == CsvCell::Word;
        const bool isSum = found.right >= 2 && found.wrong == 0 && mayBeWithoutName && number >= 3;
        if (!isNamed && !isSum)
            return false;
        if (!isNamed || found.right <= found.wrong)
            m_isDoubtful = true;
        m_isAmongTotals = m_isAmongTotals || describes || isNamedTotal(row);
        m_totals.push_back(number);
        return true;
    }

    /// Most of what stands above is samples: otherwise too little is known to judge by.
    bool areSamples(std::size_t first) const {
        std::size_t samples = 0;
        for (std::size_t i = 0; i < first; ++i)
            samples += m_profile.fits(m_rows[i]) ? 1 : 0;
        return samples > 0 && 2 * samples >= first;
    }

    CsvFoot describe(std::size_t first) const {
        CsvFoot foot;
        const std::size_t line = m_rows[first].line; // in the tail
        std::size_t at = 0;
        for (std::size_t i = 1; i < line; ++i)
            at = m_tail.text.find('\n', at) + 1;
        foot.bytes = m_tail.text.size() - at;
        foot.lines = static_cast<core::Index>(std::count(m_tail.text.begin() + static_cast<std::ptrdiff_t>(at), m_tail.text.end(), '\n'));
        std::string shown, sums;
        std::size_t count = 0;
        for (std::size_t i = first; i < m_rows.size(); ++i) {
            const std::string *text = firstFilled(m_rows[i]);
            if (!text || count++ >= mostShown)
                continue;
            shown += (shown.empty() ? "" : ", ") + spec::quoted(inUtf8(*text, m_tail.encoding), 40);
        }
        shown += count > mostShown ? " …" : "";
        const bool isOne = foot.lines == 1;
        std::string lines = isOne ? "The last line" : "The last " + std::to_string(foot.lines) + " lines";
        if (m_tail.line > 0 && isOne)
            lines = "Line " + std::to_string(m_tail.line + line - 1);
        else if (m_tail.line > 0)
            lines = "Lines " + std::to_string(m_tail.line + line - 1) + " to " + std::to_string(m_tail.line + line + static_cast<std::size_t>(foot.lines) - 2);
        const std::string what = lines + " below the table " + (isOne ? "is" : "are") + " passed over: " + shown + '.';
        if (m_isDoubtful)
            foot.doubts.push_back({what, "skip_bottom", core::Index{0}, lines + (isOne ? " is a sample" : " are samples")});
        else
            foot.remarks.push_back(what);
        return foot;
    }

    const CsvTail &m_tail;
    const CsvProfile &m_profile;
    char m_point;
    std::vector<CsvRow> m_rows;
    std::vector<std::size_t> m_totals;
    bool m_isDoubtful = false;
    bool m_isAmongTotals = false; ///< one of them has the name of a sum, a mean or what stands beside them
};

} // namespace

CsvFoot footOf(const CsvTail &tail, const CsvDialect &dialect, const CsvProfile &profile) {
    return Foot(tail, dialect, profile).find();
}

CsvFoot lastLines(std::string_view text, core::Index lines) {
    CsvFoot foot;
    std::size_t at = text.size();
    while (foot.lines < lines && at > 0) {
        const std::size_t before = at < 2 ? std::string_view::npos : text.rfind('\n', at - 2);
        at = before == std::string_view::npos ? 0 : before + 1;
        ++foot.lines;
    }
    foot.bytes = text.size() - at;
    return foot;
}

} // namespace hourglass::data
