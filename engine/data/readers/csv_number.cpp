#include "engine/data/readers/csv_number.h"

#include <bit>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <string>

#include "engine/data/readers/csv_dates.h"
#include "engine/data/readers/csv_nearest.h"
#include "engine/data/readers/csv_signs.h"

namespace hourglass::data {

namespace {

constexpr int mostDigits = 19; // 10^19 − 1 fits into 64 bits

inline unsigned digitOf(char c) {
    return static_cast<unsigned>(static_cast<unsigned char>(c)) - '0';
}

inline std::uint64_t loadEight(const char *from) {
    std::uint64_t bytes;
    std::memcpy(&bytes, from, 8);
    return bytes;
}

static_assert(std::endian::native == std::endian::little, "eight digits are read as they lie in memory");

/// Whether all eight bytes are '0' … '9' (Mula, Lemire: "Fast number parsing without fallback", 2021).
inline bool areEightDigits(std::uint64_t bytes) {
    return ((bytes & 0xF0F0F0F0F0F0F0F0) | (((bytes + 0x0606060606060606) & 0xF0F0F0F0F0F0F0F0) >> 4)) == 0x3333333333333333;
}

/// Their number: digits are joined to pairs, to fours, to eight, all at once.
inline std::uint64_t eightDigits(std::uint64_t bytes) {
    bytes = (bytes & 0x0F0F0F0F0F0F0F0F) * 2561 >> 8;
    bytes = (bytes & 0x00FF00FF00FF00FF) * 6553601 >> 16;
    return (bytes & 0x0000FFFF0000FFFF) * 42949672960001 >> 32;
}

bool equalsIgnoringCase(std::string_view text, std::string_view lower) {
    if (text.size() != lower.size())
        return false;
    for (std::size_t i = 0; i < text.size(); ++i)
        if ((text[i] >= 'A' && text[i] <= 'Z' ? text[i] + ('a' - 'A') : text[i]) != lower[i])
            return false;
    return true;
}

bool isMissing(std::string_view text) {
    if (text.size() > 9)
        return false;
    for (const char *word : {"", "na", "n/a", "nan", "null", "?", "-", "<na>", "#n/a", "#na", "nat", "-nan", "1.#ind", "-1.#ind", "1.#qnan", "-1.#qnan"})
        if (equalsIgnoringCase(text, word))
            return true;
    return false;
}

bool isInfinite(std::string_view text) {
    if (!text.empty() && (text.front() == '-' || text.front() == '+'))
        text.remove_prefix(1);
    return equalsIgnoringCase(text, "inf") || equalsIgnoringCase(text, "infinity");
}

/// Of a number beyond the range of float: too small (and zero) rather than too large.
bool isTiny(const std::string &number) {
    double value = 0.0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
    if (error == std::errc())
        return value < 1.0 && value > -1.0;
    const std::size_t exponent = number.find_first_of("eE");
    if (exponent != std::string::npos)
        return number[exponent + 1] == '-';
    const std::size_t first = number.find_first_of("123456789");
    return first != std::string::npos && first > number.find('.');
}

/// A number beyond doubt: sign, digits with one point at most, exponent.
bool hasFormOfNumber(std::string_view text, char point) {
    std::size_t at = 0, digits = 0;
    const auto skipDigits = [&] {
        for (; at < text.size() && digitOf(text[at]) < 10; ++at)
            ++digits;
    };
    const auto skipSign = [&] { at += at < text.size() && (text[at] == '-' || text[at] == '+') ? 1 : 0; };
    skipSign();
    skipDigits();
    if (at < text.size() && text[at] == point) {
        ++at;
        skipDigits();
    }
    if (digits == 0)
        return false;
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        skipSign();
        digits = 0;
        skipDigits();
        if (digits == 0)
            return false;
    }
    return at == text.size();
}

/// 1.5D+03 as Fortran has it: with 'e' in place of the 'd', or empty.
std::string fromFortran(std::string_view text, char point) {
    const std::size_t exponent = text.find_first_of("dD");
    if (exponent == std::string_view::npos || text.find(point) > exponent)
        return {};
    std::string number(text);
    number[exponent] = 'e';
    return hasFormOfNumber(number, point) ? number : std::string();
}

} // namespace

const char *parsePlainNumber(const char *from, char point, float &value) {
    const char *at = from;
    const bool isNegative = *at == '-';
    at += isNegative || *at == '+' ? 1 : 0;
    const char *const first = at;
    while (*at == '0')
        ++at;
    const bool hasZeros = at > first;
    const char *const whole = at;
    std::uint64_t mantissa = 0;
    for (unsigned digit; (digit = digitOf(*at)) < 10 && at - whole < mostDigits; ++at)
        mantissa = mantissa * 10 + digit;
    std::ptrdiff_t digits = at - whole;
    int power = 0;
    if (*at == point) {
        const char *const fraction = ++at;
        std::uint64_t eight;
        if (digits <= mostDigits - 8 && areEightDigits(eight = loadEight(at))) {
            mantissa = mantissa * 100000000 + eightDigits(eight);
            at += 8;
            if (digits + 16 <= mostDigits && areEightDigits(eight = loadEight(at))) {
                mantissa = mantissa * 100000000 + eightDigits(eight);
                at += 8;
            }
        }
        for (unsigned digit; (digit = digitOf(*at)) < 10 && digits + (at - fraction) < mostDigits; ++at)
            mantissa = mantissa * 10 + digit;
        digits += at - fraction;
        power = -static_cast<int>(at - fraction);
    }
    if (digitOf(*at) < 10 || (digits == 0 && !hasZeros)) // more digits than fit, or none
        return nullptr;
    if (*at == 'e' || *at == 'E') {
        ++at;
        const bool isBelow = *at == '-';
        at += isBelow || *at == '+' ? 1 : 0;
        const char *const begin = at;
        int exponent = 0;
        for (unsigned digit; (digit = digitOf(*at)) < 10 && at - begin < 4; ++at)
            exponent = exponent * 10 + static_cast<int>(digit);
        if (at == begin || digitOf(*at) < 10)
            return nullptr;
        power += isBelow ? -exponent : exponent;
    }
    float magnitude = 0.0f;
    if (!nearestFloat(static_cast<double>(mantissa), power, magnitude))
        return nullptr;
    value = isNegative ? -magnitude : magnitude;
    return at;
}

namespace {

template <class Number>
CsvValue readNumber(std::string_view text, char point, Number &value) {
    if (!hasFormOfNumber(text, point)) {
        if (isMissing(text))
            return CsvValue::Missing;
        if (isBeyondAscii(text)) // a true minus sign, blanks that do not break
            if (const std::string plain = withPlainSigns(text); plain != text && !isBeyondAscii(plain))
                return readNumber(plain, point, value);
        if (const std::string number = fromFortran(text, point); !number.empty())
            return readNumber(number, point, value);
        return isInfinite(text) ? CsvValue::Infinite : isDate(text) ? CsvValue::Date : CsvValue::Word;
    }
    std::string number(text.substr(text.front() == '+' ? 1 : 0));
    if (const std::size_t found = number.find(point); found != std::string::npos)
        number[found] = '.';
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
    if (error == std::errc())
        return CsvValue::Number;
    if (!isTiny(number))
        return CsvValue::Infinite;
    value = number.front() == '-' ? Number{-0.0} : Number{0.0};
    return CsvValue::Number;
}

} // namespace

CsvValue readCsvNumber(std::string_view text, char point, float &value) {
    return readNumber(text, point, value);
}

CsvValue readCsvNumber(std::string_view text, char point, double &value) {
    return readNumber(text, point, value);
}

bool mayMeanMissing(std::string_view text) {
    if (text.size() > 13)
        return false;
    for (const char *word :
         {".",       "..",        "...",   "--",   "---",     "*",       "nil",   "none",  "missing", "n.a.",   "n.a", "n. a.", "na.", "not available",
          "unknown", "undefined", "blank", "void", "#div/0!", "#value!", "#ref!", "#num!", "#null!",  "#name?", "tbd", "k.a."})
        if (equalsIgnoringCase(text, word))
            return true;
    return false;
}

} // namespace hourglass::data
