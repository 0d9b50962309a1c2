#include "engine/data/readers/csv_time.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "engine/data/readers/csv_dialect.h"

namespace hourglass::data {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double day = 86400.0;
constexpr std::size_t longestTime = 64;

struct Number {
    std::int64_t value = 0;
    int digits = 0;
    bool isBeforeColon = false;
    bool isBehindPoint = false;
};

/// What stands in the text, from left to right.
struct Tokens {
    std::vector<Number> numbers;
    std::size_t hour = std::numeric_limits<std::size_t>::max(); ///< which number it is
    int month = 0;                                              ///< by name
    int quarter = 0, week = 0;
    bool isMorning = false, isAfternoon = false;
};

/// By the first letters, in English, German, French, Spanish, Italian, Portuguese and Dutch.
int monthNamed(std::string_view word) {
    struct Month {
        const char *begin;
        int number;
    };
    for (const Month &month : {Month{"jan", 1}, {"ene", 1},
                               {"gen", 1},      {"feb", 2},
                               {"fev", 2},      {"f\xc3\xa9v", 2},
                               {"mar", 3},      {"m\xc3\xa4r", 3},
                               {"mrz", 3},      {"maa", 3},
                               {"mrt", 3},      {"apr", 4},
                               {"abr", 4},      {"avr", 4},
                               {"may", 5},      {"mai", 5},
                               {"mag", 5},      {"mei", 5},
                               {"juin", 6},     {"jun", 6},
                               {"giu", 6},      {"jul", 7},
                               {"juil", 7},     {"lug", 7},
                               {"aug", 8},      {"ago", 8},
                               {"aou", 8},      {"ao\xc3\xbb", 8},
                               {"sep", 9},      {"set", 9},
                               {"oct", 10},     {"okt", 10},
                               {"ott", 10},     {"out", 10},
                               {"nov", 11},     {"dec", 12},
                               {"dez", 12},     {"d\xc3\xa9\x63", 12},
                               {"dic", 12}})
        if (word.starts_with(month.begin))
            return month.number;
    return 0;
}

bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

Tokens tokensOf(std::string_view text) {
    Tokens tokens;
    std::string word;
    for (std::size_t at = 0; at < text.size();) {
        if (isDigit(text[at])) {
            Number number;
            number.isBehindPoint = at > 0 && (text[at - 1] == '.' || text[at - 1] == ',');
            for (; at < text.size() && isDigit(text[at]) && number.digits < 18; ++at, ++number.digits)
                number.value = 10 * number.value + (text[at] - '0');
            number.isBeforeColon = at < text.size() && text[at] == ':';
            if (number.isBeforeColon && tokens.hour > tokens.numbers.size())
                tokens.hour = tokens.numbers.size();
            if (word == "q" && number.value >= 1 && number.value <= 4)
                tokens.quarter = static_cast<int>(number.value);
            else if (word == "w")
                tokens.week = static_cast<int>(number.value);
            else
                tokens.numbers.push_back(number);
            word.clear();
        } else if (isLetter(text[at])) {
            word.clear();
            for (; at < text.size() && isLetter(text[at]); ++at)
                word += text[at] >= 'A' && text[at] <= 'Z' ? static_cast<char>(text[at] + ('a' - 'A')) : text[at];
            tokens.month = tokens.month == 0 ? monthNamed(word) : tokens.month;
            tokens.isMorning = tokens.isMorning || word == "am" || word == "a";
            tokens.isAfternoon = tokens.isAfternoon || word == "pm" || word == "p";
        } else {
            ++at;
        }
    }
    return tokens;
}

/// Days since 1970-01-01 in the Gregorian calendar (Hinnant: "chrono-compatible low-level date algorithms").
double daysOf(std::int64_t year, std::int64_t month, std::int64_t dayOfMonth) {
    if (month < 1 || month > 12 || dayOfMonth < 1 || dayOfMonth > 31)
        return nan;
    year -= month <= 2 ? 1 : 0;
    const std::int64_t era = (year >= 0 ? year : year - 399) / 400, yearOfEra = year - era * 400;
    const std::int64_t dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + dayOfMonth - 1;
    return static_cast<double>(era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468);
}

/// "68" is 2068 and "69" 1969, as POSIX has it.
std::int64_t yearOf(const Number &number) {
    return number.digits > 2 ? number.value : number.value + (number.value < 69 ? 2000 : 1900);
}

bool isYear(const Number &number) {
    return number.digits == 4 || (number.digits <= 2 && number.value > 31);
}

/// Seconds of the time that begins with the hour.
double secondsOf(const Tokens &tokens, std::size_t from) {
    const std::vector<Number> &numbers = tokens.numbers;
    double hour = static_cast<double>(numbers[from].value), seconds = 0.0;
    if ((tokens.isMorning || tokens.isAfternoon) && hour == 12.0)
        hour = 0.0;
    hour += tokens.isAfternoon ? 12.0 : 0.0;
    double unit = 60.0;
    std::size_t at = from;
    for (; at + 1 < numbers.size() && numbers[at].isBeforeColon && unit >= 1.0; ++at, unit /= 60.0)
        seconds += unit * static_cast<double>(numbers[at + 1].value);
    if (at + 1 < numbers.size() && numbers[at + 1].isBehindPoint)
        seconds += static_cast<double>(numbers[at + 1].value) / std::pow(10.0, numbers[at + 1].digits);
    return 3600.0 * hour + seconds;
}

/// 20240501, 202405, 20240501123000.
double compactDate(const Number &number) {
    switch (number.digits) {
    case 14:
        return daysOf(number.value / 10'000'000'000, number.value / 100'000'000 % 100, number.value / 1'000'000 % 100) * day +
               static_cast<double>(number.value / 10'000 % 100 * 3600 + number.value / 100 % 100 * 60 + number.value % 100);
    case 8: return daysOf(number.value / 10'000, number.value / 100 % 100, number.value % 100) * day;
    case 6: return daysOf(number.value / 100, number.value % 100, 1) * day;
    default: return nan;
    }
}

CsvTime sameInAll(double seconds) {
    return {seconds, seconds, seconds};
}

CsvTime dateWithMonth(const std::vector<Number> &numbers, int month) {
    std::int64_t year = 1970, dayOfMonth = 1;
    if (numbers.size() == 1)
        (isYear(numbers[0]) ? year : dayOfMonth) = isYear(numbers[0]) ? yearOf(numbers[0]) : numbers[0].value;
    if (numbers.size() >= 2) {
        const bool isFirst = isYear(numbers[0]);
        year = yearOf(numbers[isFirst ? 0 : 1]);
        dayOfMonth = numbers[isFirst ? 1 : 0].value;
    }
    return sameInAll(daysOf(year, month, dayOfMonth) * day);
}

CsvTime dateOf(const std::vector<Number> &numbers) {
    if (numbers.empty())
        return sameInAll(0.0);
    const Number &first = numbers[0];
    if (numbers.size() == 1 && first.digits == 8) {
        const std::int64_t one = first.value / 1'000'000, two = first.value / 10'000 % 100, year = first.value % 10'000; // 05012024
        return {compactDate(first), daysOf(year, two, one) * day, daysOf(year, one, two) * day};
    }
    if (numbers.size() == 1)
        return sameInAll(first.digits == 4 ? daysOf(first.value, 1, 1) * day : first.digits >= 6 ? compactDate(first) : static_cast<double>(first.value) * day);
    const Number &second = numbers[1];
    if (numbers.size() == 2) {
        if (first.digits == 4)
            return sameInAll(daysOf(first.value, second.value, 1) * day);
        if (second.digits == 4)
            return sameInAll(daysOf(second.value, first.value, 1) * day);
        return {daysOf(1970, second.value, first.value) * day, daysOf(1970, first.value, second.value) * day, daysOf(yearOf(first), second.value, 1) * day};
    }
    const Number &third = numbers[2];
    if (first.digits == 4)
        return sameInAll(daysOf(first.value, second.value, third.value) * day);
    const double dayFirst = daysOf(yearOf(third), second.value, first.value) * day, monthFirst = daysOf(yearOf(third), first.value, second.value) * day;
    return {dayFirst, monthFirst, third.digits == 4 ? nan : daysOf(yearOf(first), second.value, third.value) * day};
}

} // namespace

std::optional<CsvTime> timeOf(std::string_view text) {
    const Tokens tokens = tokensOf(text.substr(0, longestTime));
    const std::size_t hour = std::min(tokens.hour, tokens.numbers.size());
    const std::vector<Number> date(tokens.numbers.begin(), tokens.numbers.begin() + static_cast<std::ptrdiff_t>(hour));
    if (tokens.numbers.empty())
        return {};
    CsvTime time{};
    if (tokens.month > 0)
        time = dateWithMonth(date, tokens.month);
    else if (tokens.quarter > 0)
        time = sameInAll(daysOf(date.empty() ? 1970 : yearOf(date[0]), 3 * tokens.quarter - 2, 1) * day);
    else if (tokens.week > 0)
        time = sameInAll((daysOf(date.empty() ? 1970 : yearOf(date[0]), 1, 1) + 7.0 * tokens.week) * day);
    else
        time = dateOf(date);
    if (hour < tokens.numbers.size())
        for (double &reading : time)
            reading += secondsOf(tokens, hour);
    return time;
}

} // namespace hourglass::data
