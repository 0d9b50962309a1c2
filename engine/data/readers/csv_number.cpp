#include "engine/data/readers/csv_number.h"

#include <array>
#include <bit>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <string>

namespace hourglass::data {

namespace {

constexpr int mostPower = 64, mostDigits = 19; // 10^19 − 1 fits into 64 bits
constexpr float smallestNormal = 1.17549435e-38f, largest = 3.40282347e38f;

/// 10^-64 … 10^64, each the nearest double.
constexpr std::array<double, 2 * mostPower + 1> powers{
    1e-64, 1e-63, 1e-62, 1e-61, 1e-60, 1e-59, 1e-58, 1e-57, 1e-56, 1e-55, 1e-54, 1e-53, 1e-52, 1e-51, 1e-50, 1e-49, 1e-48, 1e-47, 1e-46,
    1e-45, 1e-44, 1e-43, 1e-42, 1e-41, 1e-40, 1e-39, 1e-38, 1e-37, 1e-36, 1e-35, 1e-34, 1e-33, 1e-32, 1e-31, 1e-30, 1e-29, 1e-28, 1e-27,
    1e-26, 1e-25, 1e-24, 1e-23, 1e-22, 1e-21, 1e-20, 1e-19, 1e-18, 1e-17, 1e-16, 1e-15, 1e-14, 1e-13, 1e-12, 1e-11, 1e-10, 1e-9,  1e-8,
    1e-7,  1e-6,  1e-5,  1e-4,  1e-3,  1e-2,  1e-1,  1e0,   1e1,   1e2,   1e3,   1e4,   1e5,   1e6,   1e7,   1e8,   1e9,   1e10,  1e11,
    1e12,  1e13,  1e14,  1e15,  1e16,  1e17,  1e18,  1e19,  1e20,  1e21,  1e22,  1e23,  1e24,  1e25,  1e26,  1e27,  1e28,  1e29,  1e30,
    1e31,  1e32,  1e33,  1e34,  1e35,  1e36,  1e37,  1e38,  1e39,  1e40,  1e41,  1e42,  1e43,  1e44,  1e45,  1e46,  1e47,  1e48,  1e49,
    1e50,  1e51,  1e52,  1e53,  1e54,  1e55,  1e56,  1e57,  1e58,  1e59,  1e60,  1e61,  1e62,  1e63,  1e64};

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

/// The float nearest to mantissa · 10^power, or false where a double does not tell. The double is off by three roundings at most (of the
/// mantissa, the power and the product), less than four units of its last place; unless it comes that near to the middle between two
/// floats, rounding it gives what rounding the exact number gives. (After Clinger 1990, whose path knows exact factors only.)
inline bool nearestFloat(std::uint64_t mantissa, int power, float &value) {
    if (mantissa == 0) {
        value = 0.0f;
        return true;
    }
    if (power < -mostPower || power > mostPower)
        return false;
    const double product = static_cast<double>(mantissa) * powers[static_cast<std::size_t>(power + mostPower)];
    if (!(product >= smallestNormal * 1.0001 && product <= largest))
        return false;
    constexpr std::uint64_t below = (1u << 29) - 1, middle = 1u << 28, margin = 8;
    if ((std::bit_cast<std::uint64_t>(product) & below) - (middle - margin) <= 2 * margin)
        return false;
    value = static_cast<float>(product);
    return true;
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
    for (const char *word : {"", "na", "n/a", "nan", "null", "?", "-"})
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

/// Digits and separators: "2024-05-01" has the form "4-2-2".
std::size_t digitsAt(std::string_view text, std::size_t &at) {
    const std::size_t begin = at;
    while (at < text.size() && digitOf(text[at]) < 10)
        ++at;
    return at - begin;
}

bool isTime(std::string_view text) {
    std::size_t at = 0;
    const std::size_t hours = digitsAt(text, at);
    if (hours < 1 || hours > 2 || at >= text.size() || text[at] != ':')
        return false;
    ++at;
    if (digitsAt(text, at) != 2)
        return false;
    for (; at < text.size(); ++at) // seconds, their fraction, a zone
        if (digitOf(text[at]) >= 10 && std::strchr(":.,Z+- APMapm", text[at]) == nullptr)
            return false;
    return true;
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
    if (!nearestFloat(mantissa, power, magnitude))
        return nullptr;
    value = isNegative ? -magnitude : magnitude;
    return at;
}

namespace {

template <class Number>
CsvValue readNumber(std::string_view text, char point, Number &value) {
    if (isMissing(text))
        return CsvValue::Missing;
    if (!hasFormOfNumber(text, point))
        return isInfinite(text) ? CsvValue::Infinite : isDate(text) ? CsvValue::Date : CsvValue::Word;
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

bool isDate(std::string_view text) {
    if (isTime(text))
        return true;
    std::size_t at = 0;
    const std::size_t first = digitsAt(text, at);
    if (at >= text.size() || std::strchr("-./", text[at]) == nullptr)
        return false;
    const char separator = text[at++];
    const std::size_t second = digitsAt(text, at);
    if (at >= text.size() || text[at] != separator)
        return false;
    ++at;
    const std::size_t third = digitsAt(text, at);
    const bool isYearFirst = first == 4 && second >= 1 && second <= 2 && third >= 1 && third <= 2;
    const bool isYearLast = first >= 1 && first <= 2 && second >= 1 && second <= 2 && (third == 2 || third == 4);
    if (!isYearFirst && !isYearLast)
        return false;
    return at == text.size() || ((text[at] == ' ' || text[at] == 'T') && isTime(text.substr(at + 1)));
}

} // namespace hourglass::data
