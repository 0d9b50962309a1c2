#include "engine/data/readers/csv_units.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace hourglass::data {

namespace {

/// Units of measurement without their prefixes, and what else stands below names.
constexpr std::string_view units = "|m|g|s|h|d|min|sec|a|v|w|n|j|k|c|f|l|t|pa|bar|hz|ohm|mol|cd|lm|lx|rad|deg|degc|degf|°|°c|°f|℃|℉|nm|wh|ev|db|dba|rpm|ppm|"
                                   "ppb|psi|mph|kmh|kn|ft|in|inch|mi|mile|miles|yd|lb|lbs|oz|gal|atm|torr|mmhg|hg|%|percent|pct|‰|$|€|£|usd|eur|gbp|ug|ha|"
                                   "acre|acres|year|years|yr|yrs|month|months|day|days|hour|hours|hr|hrs|minutes|seconds|date|time|utc|count|counts|number|"
                                   "no.|#|-|–|1|none|n/a|volt|volts|amp|amps|watt|watts|meter|meters|metres|grams|kelvin|celsius|va|var|ah|n.u.|a.u.|au|arb.|"
                                   "units|unit|dimensionless|unitless|ratio|index|ts|rn|m2|m3|cm2|cm3|mm2|km2|kg|cal|kcal|dm|ph|du|cfs|cms|std|smp|avg|min.|"
                                   "max|tot|sum|mean|wvc|float|float32|float64|double|int|int8|int16|int32|int64|integer|long|short|bool|boolean|str|string|"
                                   "text|char|varchar|object|category|categorical|continuous|discrete|numeric|numerical|nominal|ordinal|real|datetime|"
                                   "datetime64[ns]|timestamp|factor|logical|character|<dbl>|<int>|<chr>|<fct>|<lgl>|<date>|<dttm>|dbl|chr|fct|lgl|decimal|"
                                   "varchar2|";
constexpr std::array prefixes{"", "k", "m", "c", "d", "h", "u", "µ", "μ", "n", "p", "g", "t", "da"};

std::string lower(std::string text) {
    for (char &c : text)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    return text;
}

bool isAmong(const std::string &text) {
    return units.find('|' + text + '|') != std::string_view::npos;
}

bool isKnown(const std::string &text) {
    if (isAmong(text))
        return true;
    const auto isHours = [](const std::string &unit) { return unit == "h" || unit == "d"; }; // they have no prefixes: CH1 is a channel
    return std::any_of(prefixes.begin(), prefixes.end(), [&](const std::string &prefix) {
        const std::string unit = text.starts_with(prefix) ? text.substr(prefix.size()) : std::string();
        return !unit.empty() && unit.size() <= 4 && isAmong(unit) && (prefix.empty() || !isHours(unit));
    });
}

bool isEnclosed(const std::string &text) {
    return text.size() >= 2 &&
           ((text.front() == '[' && text.back() == ']') || (text.front() == '(' && text.back() == ')') || (text.front() == '<' && text.back() == '>'));
}

/// "m/s", "kg m-2", "W/(m^2 K)": known units, with powers, one upon another.
bool isUnit(const std::string &given) {
    const std::string text = lower(given);
    if (isEnclosed(text) || isKnown(text))
        return true;
    if (text.size() > 24)
        return false;
    std::size_t known = 0;
    std::string part;
    for (const char c : text + ' ') {
        if (std::string_view(" /*().^-0123456789").find(c) == std::string_view::npos && static_cast<unsigned char>(c) != 0xB7) {
            part += c;
            continue;
        }
        if (!part.empty() && !isKnown(part))
            return false;
        known += part.empty() ? 0 : 1;
        part.clear();
    }
    return known > 0;
}

} // namespace

bool areUnits(const CsvRow &row) {
    std::size_t present = 0;
    for (const std::string &field : row.fields) {
        if (field.empty())
            continue;
        ++present;
        if (!isUnit(field))
            return false;
    }
    return present > 0;
}

} // namespace hourglass::data
