// Dates and years that are digits alone, which only their whole column tells from numbers.
#include <algorithm>
#include <charconv>
#include <set>
#include <string_view>

#include "engine/data/readers/csv_dialect.h"

#include "engine/data/readers/csv_dates.h"

namespace hourglass::data {

namespace {

constexpr std::size_t datesForShort = 6; // of six digits each: fewer may look so by chance

/// The digits of a whole number, such as 20240105.0; empty for all else.
std::string_view digitsOf(std::string_view text) {
    if (text.ends_with(".0"))
        text.remove_suffix(2);
    return std::all_of(text.begin(), text.end(), isDigit) ? text : std::string_view();
}

int numberIn(std::string_view digits, std::size_t at, std::size_t count) {
    int value = 0;
    std::from_chars(digits.data() + at, digits.data() + at + count, value);
    return value;
}

bool isDay(int year, int month, int day) {
    constexpr int lengths[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return year >= 1700 && year < 2200 && month >= 1 && month <= 12 && day >= 1 && day <= lengths[month - 1];
}

enum Order { YearFirst, DayFirst, MonthFirst, YearMonth, ShortYearFirst, orders };

bool isCompact(std::string_view digits, Order order) {
    const auto part = [&](std::size_t at, std::size_t count) { return numberIn(digits, at, count); };
    if (order == YearFirst && (digits.size() == 12 || digits.size() == 14)) // hours, minutes, perhaps seconds
        return isDay(part(0, 4), part(4, 2), part(6, 2)) && part(8, 2) < 24 && part(10, 2) < 60 && (digits.size() == 12 || part(12, 2) <= 60);
    if (order == YearFirst || order == DayFirst || order == MonthFirst) {
        if (digits.size() != 8)
            return false;
        return order == YearFirst  ? isDay(part(0, 4), part(4, 2), part(6, 2))
               : order == DayFirst ? isDay(part(4, 4), part(2, 2), part(0, 2))
                                   : isDay(part(4, 4), part(0, 2), part(2, 2));
    }
    if (digits.size() != 6)
        return false;
    return order == YearMonth ? isDay(part(0, 4), part(4, 2), 1) : isDay(2000, part(2, 2), part(4, 2));
}

} // namespace

bool areCompactDates(const std::vector<CsvRow> &rows, std::size_t column) {
    std::set<std::string_view> different;
    bool fits[orders] = {true, true, true, true, true};
    for (const CsvRow &row : rows) {
        const std::string_view field = trimmed(row.fields[column]);
        if (field.empty() || field == "NA" || field == "NaN" || field == "nan" || field == "null" || field == "NULL" || field == "0")
            continue;
        const std::string_view digits = digitsOf(field);
        for (int order = 0; order < orders; ++order)
            fits[order] = fits[order] && !digits.empty() && isCompact(digits, static_cast<Order>(order));
        if (std::none_of(fits, fits + orders, [](bool isFit) { return isFit; }))
            return false;
        different.insert(digits);
    }
    if (different.empty())
        return false;
    return fits[YearFirst] || different.size() >= datesForShort;
}

bool areYears(const std::vector<CsvRow> &rows, std::size_t column) {
    bool rises = true, falls = true;
    int last = 0;
    for (const CsvRow &row : rows) {
        const std::string_view digits = digitsOf(trimmed(row.fields[column]));
        if (digits.size() != 4)
            return false;
        const int year = numberIn(digits, 0, 4);
        if (year < 1500 || year >= 2200)
            return false;
        rises = rises && (last == 0 || year > last);
        falls = falls && (last == 0 || year < last);
        last = year;
    }
    return rows.size() >= 2 && (rises || falls);
}

} // namespace hourglass::data
