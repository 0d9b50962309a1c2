#include "engine/data/readers/csv_dates.h"

#include <string>

#include "engine/data/readers/csv_dialect.h"
#include "engine/data/readers/csv_months.h"
#include "engine/data/readers/csv_signs.h"

namespace hourglass::data {

namespace {

constexpr std::size_t longestDate = 64;

bool isYear(int value) {
    return value >= 1000 && value < 3000;
}

/// In lower case, without accents and with plain signs; the signs of Chinese, Japanese and Korean dates as slashes.
std::string folded(std::string_view text) {
    std::string plain;
    const std::string signs = withPlainSigns(text);
    for (std::size_t at = 0; at < signs.size();) {
        const auto [code, size] = characterAt(signs, at);
        const char letter = withoutAccent(code);
        if (code >= 'A' && code <= 'Z')
            plain += static_cast<char>(code + ('a' - 'A'));
        else if (code < 0x80)
            plain += static_cast<char>(code);
        else if (letter != 0)
            plain += letter;
        else if (code == 0x5E74 || code == 0x6708 || code == 0xB144 || code == 0xC6D4) // year, month
            plain += '/';
        else if (code != 0x65E5 && code != 0xC77C) // day
            plain += '#';
        at += size;
    }
    return plain;
}

/// Reads a date or a time from the left.
class Reading {
public:
    explicit Reading(std::string_view text) : m_text(text) {}

    bool isDate() {
        if (isTime(m_text))
            return true;
        const std::size_t weekday = letters().size();
        if (weekday > 0 && isWeekday(m_text.substr(0, weekday))) {
            skip(weekday);
            skipAny(".,");
            skipAny(" ");
        }
        if (!(isDigit(peek()) ? fromNumber() : fromWord()))
            return false;
        return isEnd();
    }

private:
    struct Number {
        std::size_t digits = 0;
        int value = 0;
    };

    char peek(std::size_t ahead = 0) const { return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0'; }
    void skip(std::size_t count) { m_at += count; }
    void skipAny(std::string_view signs) {
        while (m_at < m_text.size() && signs.find(m_text[m_at]) != std::string_view::npos)
            ++m_at;
    }
    std::string_view letters() const {
        std::size_t end = m_at;
        while (end < m_text.size() && m_text[end] >= 'a' && m_text[end] <= 'z')
            ++end;
        return m_text.substr(m_at, end - m_at);
    }
    Number number() {
        Number found;
        while (isDigit(peek()) && found.digits < 9) {
            found.value = found.value * 10 + (peek() - '0');
            ++found.digits;
            ++m_at;
        }
        return found;
    }

    bool fromNumber() {
        const Number first = number();
        if (first.digits == 8)
            return isYear(first.value / 10000) && isDayOfYear(first.value / 100 % 100, first.value % 100) && (peek() == 't' || peek() == ' ' || peek() == '_');
        if (first.digits == 4 && (isYear(first.value) || first.value == 0))
            return behindYear();
        return (first.digits == 1 || first.digits == 2) && behindDay(first);
    }

    static bool isDayOfYear(int month, int day) { return month <= 12 && day <= 31; }

    /// 1949M02, 1949-Q1, 2024-W05-3, 2024-05-01, 1949-02, 2024-Jan-05, 2024 January 5.
    bool behindYear() {
        const char sign = peek();
        const std::size_t before = m_at;
        if (period(sign == '-' || sign == ':' || sign == ' ' ? 1 : 0))
            return true;
        m_at = before;
        if (sign != '-' && sign != '/' && sign != '.' && sign != ' ' && sign != ':')
            return false;
        skip(1);
        skipAny(" ");
        if (const std::string_view word = letters(); monthNamed(word) != MonthName::None) {
            skip(word.size());
            const std::size_t behind = m_at;
            skipAny(".-/ ");
            const std::size_t digits = number().digits;
            m_at = digits == 0 ? behind : m_at;
            return digits <= 2;
        }
        const Number second = number();
        if (second.digits < 1 || second.digits > 2 || sign == ' ')
            return false;
        const std::string_view rest = m_text.substr(m_at);
        if (rest.empty() || rest == "/") { // the last for the sign of a month
            skip(rest.size());
            return sign != '.' && (second.digits == 2 || sign == '/') && second.value >= 1 && second.value <= 12;
        }
        if (peek() != sign || sign == ':')
            return false;
        skip(1);
        skipAny(" ");
        const Number third = number();
        return third.digits >= 1 && third.digits <= 2 && (isDayOfYear(second.value, third.value) || isDayOfYear(third.value, second.value));
    }

    /// The number of a month, quarter, week or half-year behind its letter.
    bool period(std::size_t ahead) {
        skip(ahead);
        const std::string_view letter = letters();
        if (letter.size() != 1)
            return false;
        skip(1);
        const Number part = number();
        const int most = letter[0] == 'm' ? 12 : letter[0] == 'q' ? 4 : letter[0] == 'w' ? 53 : letter[0] == 'h' ? 2 : 0;
        if (part.digits < 1 || part.digits > 2 || part.value < 1 || part.value > most)
            return false;
        if (letter[0] == 'w' && peek() == '-' && isDigit(peek(1)))
            skip(2);
        return peek() == '\0';
    }

    /// 1.5.2024, 5/1/24, 02/1949, 05-Jan-2024, 5 January 2024, 5. Mai 2024, 5 de enero de 2024, 05JAN2024.
    bool behindDay(Number first) {
        const char sign = peek();
        if ((sign == '-' || sign == '.' || sign == '/') && isDigit(peek(1))) {
            skip(1);
            const Number second = number();
            if (sign != '.' && second.digits == 4)
                return isYear(second.value) && first.value >= 1 && first.value <= 12 && peek() == '\0';
            if (second.digits < 1 || second.digits > 2 || peek() != sign)
                return false;
            skip(1);
            const Number third = number();
            const bool isYearLast =
                (third.digits == 2 || third.digits == 4) && (isDayOfYear(first.value, second.value) || isDayOfYear(second.value, first.value));
            return isYearLast || (first.digits == 2 && third.digits == 2 && isDayOfYear(second.value, third.value));
        }
        if (first.value > 31)
            return false;
        skipOrdinal();
        skipAny(".-/ ");
        skipWord("de");
        skipWord("of");
        const MonthName month = skipMonth();
        if (month == MonthName::None)
            return false;
        return yearBehind(month);
    }

    /// Jan 5, 2024; January 2024; Jan-49; Jan 5 10:00:00 2024; Q1 1949.
    bool fromWord() {
        if (peek() == 'q' && peek(1) >= '1' && peek(1) <= '4' && !isDigit(peek(2))) {
            skip(2);
            skipAny(" -/");
            const Number year = number();
            return (year.digits == 4 && isYear(year.value)) || year.digits == 2;
        }
        const MonthName month = skipMonth();
        if (month == MonthName::None)
            return false;
        const std::size_t before = m_at;
        skipAny(".-/, ");
        skipWord("de");
        if (m_at == before && !isDigit(peek()))
            return false;
        const Number next = number();
        if (next.digits == 4)
            return isYear(next.value);
        if (next.digits < 1 || next.digits > 2)
            return false;
        skipOrdinal();
        return yearBehind(month);
    }

    /// A year behind a day and a month, which English names can do without: "Jan 5" is a date, "Set 1" is none.
    bool yearBehind(MonthName month) {
        const std::size_t before = m_at;
        skipAny(".-/, '");
        skipWord("de");
        const std::size_t begin = m_at;
        const Number year = number();
        if ((year.digits == 4 && isYear(year.value)) || (year.digits == 2 && peek() != ':' && m_text[begin - 1] != ','))
            return true;
        m_at = before;
        return month == MonthName::English;
    }

    MonthName skipMonth() {
        const std::string_view word = letters();
        const MonthName month = monthNamed(word);
        if (month != MonthName::None)
            skip(word.size());
        return month;
    }
    void skipOrdinal() {
        const std::string_view word = letters();
        if (word == "st" || word == "nd" || word == "rd" || word == "th" || word == "er")
            skip(2);
    }
    void skipWord(std::string_view word) {
        if (letters() != word)
            return;
        skip(word.size());
        skipAny(". ");
    }

    /// Behind a date: nothing, or a time.
    bool isEnd() {
        if (m_at == m_text.size())
            return true;
        const std::size_t before = m_at;
        skipAny(" ,_-:/");
        for (const std::string_view word : {"t", "at", "um", "kl"})
            if (letters() == word && (m_at > before || word == "t")) {
                skip(word.size());
                skipAny(" .");
                break;
            }
        const std::string_view rest = m_text.substr(m_at);
        return m_at > before && (rest.empty() || isTime(rest) || isTimeOfDigits(rest));
    }

    /// "10" (hours), "1030", "103000", "10-30-00", "10.30.00", with a fraction or Z behind.
    static bool isTimeOfDigits(std::string_view text) {
        if (text.ends_with('z'))
            text.remove_suffix(1);
        std::size_t digits = 0;
        for (const char c : text)
            if (isDigit(c))
                ++digits;
            else if (c != '-' && c != '.' && c != '+')
                return false;
        return digits >= 2;
    }

    /// 10:30, 10:30:15.25, 10:30 PM, 10:30:15+02:00, 10:30 CET, 10:30:00 2024, 3 days 10:30:00.
    static bool isTime(std::string_view text) {
        std::size_t at = 0;
        const auto digits = [&] {
            const std::size_t begin = at;
            while (at < text.size() && isDigit(text[at]))
                ++at;
            return at - begin;
        };
        std::size_t hours = digits();
        for (const std::string_view days : {" days ", " day "})
            if (hours > 0 && text.substr(at).starts_with(days)) {
                at += days.size();
                hours = digits();
            }
        if (hours < 1 || hours > 2 || at >= text.size() || text[at] != ':')
            return false;
        ++at;
        if (digits() != 2)
            return false;
        while (at < text.size()) { // seconds, their fraction, morning or evening, a zone, a year
            const std::size_t begin = at;
            while (at < text.size() && text[at] >= 'a' && text[at] <= 'z')
                ++at;
            const std::string_view word = text.substr(begin, at - begin);
            const bool isZone = word.size() >= 3 && word.size() <= 5 && (word.back() == 't' || word == "utc");
            if (!word.empty() && !isZone && word != "am" && word != "pm" && word != "a" && word != "p" && word != "m" && word != "z" && word != "uhr")
                return false;
            if (at < text.size() && text[at] == '[' && text.back() == ']') // the name of a zone
                return true;
            if (at < text.size() && !(text[at] >= 'a' && text[at] <= 'z')) {
                if (!isDigit(text[at]) && std::string_view(":.,+- ()").find(text[at]) == std::string_view::npos)
                    return false;
                ++at;
            }
        }
        return true;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

} // namespace

bool isDate(std::string_view text) {
    return text.size() >= 4 && text.size() <= longestDate && Reading(folded(text)).isDate();
}

} // namespace hourglass::data
