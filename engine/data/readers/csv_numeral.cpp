#include "engine/data/readers/csv_numeral.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "engine/data/readers/csv_dates.h"
#include "engine/data/readers/csv_dialect.h"
#include "engine/data/readers/csv_number.h"
#include "engine/data/readers/csv_signs.h"

namespace hourglass::data {

namespace {

constexpr std::size_t longestUnit = 24; // bytes
constexpr std::size_t longestNumeral = 96;

bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Codes and abbreviations of currencies that stand before numbers; any other word there may be a name that is numbered.
constexpr std::string_view currencies[] = {"USD", "EUR", "GBP", "JPY", "CHF", "CAD", "AUD", "NZD", "CNY", "RMB", "INR", "SEK", "NOK", "DKK",
                                           "PLN", "CZK", "HUF", "BRL", "MXN", "ZAR", "KRW", "RUB", "TRY", "SGD", "HKD", "ILS", "THB", "BTC",
                                           "US$", "C$",  "A$",  "R$",  "HK$", "NT$", "S$",  "Rs.", "Rs",  "kr.", "kr",  "Fr.", "DM",  "Kc"};

/// Reads a number from the left, in a text with plain signs.
class Reading {
public:
    Reading(std::string_view text, char point, CsvNumeral &numeral) : m_text(text), m_point(point), m_numeral(numeral) {}

    bool read() {
        std::string unit;
        if (!readFront(unit) || !readDigits())
            return false;
        m_numeral.isUnitApart = !unit.empty();
        if (!readBack(unit))
            return false;
        const bool isNegative = m_isNegative || m_isBracketed;
        m_numeral.isBracketed = m_isBracketed;
        m_numeral.plain = (isNegative ? "-" : "") + m_digits;
        m_numeral.unit = std::move(unit);
        return true;
    }

private:
    char peek(std::size_t ahead = 0) const { return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0'; }
    void skipBlanks() {
        while (peek() == ' ')
            ++m_at;
    }

    /// A sign, a bracket and a currency, in any order, each once.
    bool readFront(std::string &unit) {
        while (true) {
            skipBlanks();
            if ((peek() == '-' || peek() == '+') && !m_hasSign) {
                m_hasSign = true;
                m_isNegative = peek() == '-';
                ++m_at;
                continue;
            }
            if (peek() == '(' && !m_isBracketed && m_text.find(')', m_at) != std::string_view::npos) {
                m_isBracketed = true;
                ++m_at;
                continue;
            }
            if (isDigit(peek()) || (peek() == m_point && isDigit(peek(1))))
                return true;
            const std::size_t size = currencyHere();
            if (size == 0 || !unit.empty())
                return false;
            unit = m_text.substr(m_at, size);
            m_at += size;
        }
    }

    /// How many bytes of a currency or a percent sign stand here.
    std::size_t currencyHere() const {
        for (const std::string_view known : currencies)
            if (m_text.substr(m_at).starts_with(known) && !isLetter(peek(known.size())))
                return known.size();
        const auto [code, size] = m_at < m_text.size() ? characterAt(m_text, m_at) : CsvCharacter{0, 0};
        return isCurrency(code) || code == '%' ? size : 0;
    }

    /// Digits with or without separators between thousands (or, in India, hundreds above them), decimals and an exponent.
    bool readDigits() {
        std::vector<std::size_t> groups{takeDigits()};
        while (groups.back() > 0 && isSeparator(peek()) && (m_numeral.separator == 0 || peek() == m_numeral.separator)) {
            std::size_t count = 0;
            while (isDigit(peek(count + 1)))
                ++count;
            if (count != 3 && !(count == 2 && peek() == ','))
                break;
            if (groups.size() == 1 && groups[0] > 3)
                return false;
            m_numeral.separator = peek();
            m_numeral.hasZeroGroup = m_numeral.hasZeroGroup || peek(1) == '0';
            ++m_at;
            groups.push_back(takeDigits());
        }
        m_numeral.separators = groups.size() - 1;
        if (groups.size() > 1) {
            const bool areThrees = std::all_of(groups.begin() + 1, groups.end(), [](std::size_t count) { return count == 3; });
            const bool areTwos = groups.size() > 2 && groups[0] <= 2 && groups.back() == 3 &&
                                 std::all_of(groups.begin() + 1, groups.end() - 1, [](std::size_t count) { return count == 2; });
            if (!areThrees && !areTwos)
                return false;
        }
        bool isAny = groups[0] > 0;
        if (peek() == m_point && (isDigit(peek(1)) || isAny)) {
            m_digits += m_point;
            ++m_at;
            const std::size_t decimals = takeDigits();
            m_numeral.hasFraction = decimals > 0;
            isAny = isAny || decimals > 0;
        }
        if (!isAny)
            return false;
        const std::size_t sign = peek(1) == '-' || peek(1) == '+' ? 1 : 0;
        if ((peek() == 'e' || peek() == 'E') && isDigit(peek(1 + sign))) {
            m_digits.append(m_text.substr(m_at, 1 + sign));
            m_at += 1 + sign;
            takeDigits();
        }
        return true;
    }

    bool isSeparator(char c) const { return c != '\0' && c != m_point && std::strchr(",. '", c) != nullptr && isDigit(peek(1)); }

    std::size_t takeDigits() {
        const std::size_t begin = m_at;
        while (isDigit(peek()))
            m_digits += m_text[m_at++];
        return m_at - begin;
    }

    /// The bracket closed, a minus behind, a unit; "(5)%" and "(5%)" are one.
    bool readBack(std::string &unit) {
        bool isClosed = !m_isBracketed;
        const bool isApart = peek() == ' ';
        skipBlanks();
        if (!isClosed && peek() == ')') {
            isClosed = true;
            ++m_at;
            skipBlanks();
        }
        if (peek() == '-' && m_at + 1 == m_text.size() && !m_hasSign && !m_isBracketed) {
            m_isNegative = true;
            return true;
        }
        std::size_t end = m_text.size();
        if (!isClosed) {
            if (end == m_at || m_text.back() != ')')
                return false;
            --end;
        }
        std::string_view rest = m_text.substr(m_at, end - m_at);
        while (rest.ends_with(' '))
            rest.remove_suffix(1);
        if (rest.empty())
            return true;
        if (!isUnit(rest))
            return false;
        const std::uint32_t code = characterAt(rest, 0).code;
        m_numeral.isUnitApart = m_numeral.isUnitApart || isApart || isCurrency(code) || code == '%';
        unit += rest;
        return true;
    }

    /// "kg", "m/s^2", "°C", "m³", "% vol": letters and signs, digits not first, at most three words.
    static bool isUnit(std::string_view text) {
        for (const std::string_view ordinal : {"st", "nd", "rd", "th"}) // those number, and measure nothing
            if (text.starts_with(ordinal) && (text.size() == 2 || text[2] == ' '))
                return false;
        const auto first = static_cast<unsigned char>(text.front());
        const bool isBegin = isLetter(text.front()) || first >= 0x80 || std::strchr("%/$\"'", text.front()) != nullptr;
        if (!isBegin || text.size() > longestUnit || std::count(text.begin(), text.end(), ' ') > 2)
            return false;
        for (std::size_t i = 0; i < text.size(); ++i) {
            const char c = text[i];
            const bool isPower =
                isDigit(c) && i > 0 && (isLetter(text[i - 1]) || text[i - 1] == '^' || text[i - 1] == '-') && (i + 1 == text.size() || !isDigit(text[i + 1]));
            if (!isLetter(c) && static_cast<unsigned char>(c) < 0x80 && !isPower && std::strchr(" %/^*.-()[]$\"'", c) == nullptr)
                return false;
        }
        return true;
    }

    std::string_view m_text;
    char m_point;
    CsvNumeral &m_numeral;
    std::size_t m_at = 0;
    std::string m_digits;
    bool m_isNegative = false, m_hasSign = false, m_isBracketed = false;
};

} // namespace

bool takeApart(std::string_view text, char point, CsvNumeral &numeral) {
    numeral = {};
    if (text.size() > longestNumeral || std::none_of(text.begin(), text.end(), isDigit))
        return false;
    const std::string plain = withPlainSigns(text);
    return Reading(plain, point, numeral).read() && !isDate(plain);
}

bool isNumeral(std::string_view text, char point) {
    float value = 0.0f;
    const CsvValue kind = readCsvNumber(text, point, value);
    CsvNumeral numeral;
    return kind == CsvValue::Number || (kind == CsvValue::Word && takeApart(text, point, numeral));
}

} // namespace hourglass::data
