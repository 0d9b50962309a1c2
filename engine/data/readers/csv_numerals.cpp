#include "engine/data/readers/csv_numerals.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "engine/data/readers/csv_marks.h"
#include "engine/data/readers/csv_number.h"
#include "engine/data/readers/csv_numeral.h"
#include "engine/data/readers/csv_signs.h"
#include "engine/data/readers/csv_text.h"
#include "engine/data/readers/csv_vector.h"
#include "engine/spec/wording.h"

namespace hourglass::data {

namespace {

constexpr std::size_t rowsForPairs = 30; // so many pairs of numbers without a group that begins with 0 are no thousands

/// "months" and "month" are one unit.
std::string unitOf(const std::string &unit) {
    return unit.size() > 3 && unit.ends_with('s') ? unit.substr(0, unit.size() - 1) : unit;
}

/// A power of ten at the end of a unit, and the unit without it: "€M" is a million euros.
int splitMultiplier(std::string &unit) {
    struct Multiplier {
        const char *sign;
        int power;
    };
    for (const Multiplier &known : {Multiplier{"bn", 9}, Multiplier{"K", 3}, Multiplier{"k", 3}, Multiplier{"M", 6}, Multiplier{"B", 9}, Multiplier{"T", 12}})
        if (unit.ends_with(known.sign)) {
            const std::string rest = unit.substr(0, unit.size() - std::string_view(known.sign).size());
            if (!rest.empty() && !isCurrency(characterAt(rest, 0).code))
                continue;
            unit = rest;
            return known.power;
        }
    return 0;
}

bool isPercent(const std::string &unit) {
    return unit.find('%') != std::string::npos;
}

/// The digits before the decimals of a plain number.
std::size_t wholeDigits(std::string_view text) {
    const std::size_t begin = text.find_first_of("0123456789");
    const std::size_t end = std::min(text.find_first_not_of("0123456789", std::min(begin, text.size())), text.size());
    return begin == std::string_view::npos ? 0 : end - begin;
}

bool isZero(std::string_view plain) {
    return plain.find_first_of("123456789") == std::string_view::npos;
}

std::string inUtf8(const std::string &text) {
    return spec::isUtf8(text) ? text : fromWindows1252(text);
}

bool isNumber(std::string_view text, char point) {
    float value = 0.0f;
    return readCsvNumber(text, point, value) == CsvValue::Number;
}

char otherPoint(char point) {
    return point == '.' ? ',' : '.';
}

/// What was found in the first rows of a column.
struct Tally {
    std::size_t plain = 0, peculiar = 0, words = 0;
    std::size_t small = 0, large = 0; ///< numbers without separators: of three digits at most, or of more
    std::size_t separated = 0, unitless = 0;
    struct Unit {
        std::size_t count = 0;
        std::string shown; ///< as it is written first
        bool isApart = true;
    };
    std::map<std::string, Unit> units;
    std::set<char> separators;
    std::set<std::size_t> groups;
    bool hasBrackets = false, hasFraction = false, hasZeroGroup = false, hasSeveralSeparators = false;

    std::size_t present() const { return plain + peculiar + words; }
    void add(std::string_view text, char point);
    void addUnit(const CsvNumeral &numeral);
};

void Tally::addUnit(const CsvNumeral &numeral) {
    Unit &unit = units[unitOf(numeral.unit)];
    unit.shown = unit.count++ == 0 ? numeral.unit : unit.shown;
    unit.isApart = unit.isApart && numeral.isUnitApart;
}

void Tally::add(std::string_view text, char point) {
    float value = 0.0f;
    const CsvValue kind = readCsvNumber(text, point, value);
    if (kind == CsvValue::Missing || (kind == CsvValue::Word && mayMeanMissing(text)))
        return;
    CsvNumeral numeral;
    if (kind == CsvValue::Number || kind == CsvValue::Infinite) {
        ++plain;
        unitless += value != 0.0f ? 1 : 0;
        ++(wholeDigits(text) > 3 ? large : small);
        groups.insert(0);
    } else if (kind == CsvValue::Word && takeApart(text, point, numeral)) {
        ++peculiar;
        if (numeral.unit.empty())
            unitless += isZero(numeral.plain) ? 0 : 1;
        else
            addUnit(numeral);
        if (numeral.separator == 0) {
            ++(wholeDigits(numeral.plain) > 3 ? large : small);
        } else {
            ++separated;
            separators.insert(numeral.separator);
            hasFraction = hasFraction || numeral.hasFraction;
            hasZeroGroup = hasZeroGroup || numeral.hasZeroGroup;
            hasSeveralSeparators = hasSeveralSeparators || numeral.separators > 1;
        }
        groups.insert(numeral.separators);
        hasBrackets = hasBrackets || numeral.isBracketed;
    } else {
        ++words;
    }
}

/// Whether the units are one, or one with several multipliers; what is found goes to `numerals`, or why not.
bool findUnit(const Tally &tally, CsvNumerals &numerals) {
    std::set<std::string> rests;
    std::set<int> powers;
    std::size_t withUnit = 0, least = tally.present();
    std::string listed;
    bool areApart = true;
    for (const auto &[unit, found] : tally.units) {
        std::string rest = unit;
        powers.insert(splitMultiplier(rest));
        rests.insert(rest);
        withUnit += found.count;
        least = std::min(least, found.count);
        areApart = areApart && found.isApart;
        listed += (listed.empty() ? "" : ", ") + inUtf8(found.shown);
    }
    if (tally.plain > 0)
        powers.insert(0);
    if (rests.size() == 1 && (powers.size() > 1 || (tally.units.size() > 1 && *powers.begin() > 0))) {
        numerals.hasMultipliers = true;
        numerals.unit = numerals.shownUnit = *rests.begin();
        return true;
    }
    if (tally.units.size() > 1) {
        if (tally.units.size() <= 4 && least > 1 && areApart)
            numerals.doubt = "numbers with different units: " + listed;
        return false;
    }
    if (tally.units.empty())
        return true;
    numerals.unit = tally.units.begin()->first;
    numerals.shownUnit = tally.units.begin()->second.shown;
    if (isPercent(numerals.unit) && tally.unitless > 0) {
        numerals.doubt = "numbers with % and numbers without";
        return false;
    }
    return tally.plain <= withUnit;
}

/// Whether what stands between digits can be taken for separators of thousands.
bool findSeparator(const Tally &tally, bool hasDecimals, CsvNumerals &numerals) {
    if (tally.separators.empty())
        return true;
    if (tally.separators.size() > 1)
        return false;
    numerals.separator = *tally.separators.begin();
    const bool isCertain = tally.hasFraction || tally.hasSeveralSeparators;
    if (numerals.separator == '\'')
        return true;
    if (numerals.separator == ' ') // unlike two numbers in each field
        return isCertain || tally.hasZeroGroup || tally.groups.size() > 1 || tally.separated < rowsForPairs;
    if (tally.large > 0)
        return false;
    const bool isCurrency = !numerals.unit.empty() && data::isCurrency(characterAt(numerals.unit, 0).code);
    numerals.isSeparatorDoubtful = !isCertain && !hasDecimals && !isCurrency && (tally.small == 0 || tally.separated < 3);
    return true;
}

CsvNumerals numeralsOf(const Tally &tally, bool hasDecimals) {
    CsvNumerals numerals;
    if (tally.peculiar == 0 || 10 * tally.words > tally.present())
        return {};
    numerals.hasBrackets = tally.hasBrackets;
    numerals.areRead = findUnit(tally, numerals) && findSeparator(tally, hasDecimals, numerals);
    return numerals;
}

/// Without the marks beside some of the numbers. Letters beside most of them are units rather than flags.
std::optional<CsvNumerals> markedNumeralsIn(const std::vector<CsvRow> &rows, std::size_t column, char point, bool hasDecimals) {
    constexpr std::size_t mostShown = 4;
    Tally tally;
    std::size_t words = 0, wordsAlone = 0;
    std::vector<std::string> marks;
    for (const CsvRow &row : rows) {
        const std::string_view text = trimmed(row.fields[column]);
        const auto marked = isNumber(text, point) ? std::nullopt : withoutMarks(text);
        if (marked && isNumeral(marked->number, point)) {
            words += marked->isWord ? 1 : 0;
            wordsAlone += marked->isWord && isNumber(marked->number, point) ? 1 : 0;
            if (std::find(marks.begin(), marks.end(), marked->mark) == marks.end())
                marks.push_back(marked->mark);
        }
        tally.add(marked ? marked->number : text, point);
    }
    if (marks.empty() || 10 * tally.words > tally.present() || 2 * words > tally.present())
        return {};
    CsvNumerals numerals = tally.peculiar > 0 ? numeralsOf(tally, hasDecimals) : CsvNumerals{};
    if (tally.peculiar > 0 && !numerals.areRead)
        return {};
    if (wordsAlone > 0 && wordsAlone == tally.plain && !numerals.unit.empty()) // in a column of centimetres, "m" stands in place of a unit
        return {};
    numerals.areRead = true;
    for (std::size_t i = 0; i < std::min(mostShown, marks.size()); ++i)
        numerals.marks += (i == 0 ? "" : ", ") + inUtf8(marks[i]);
    if (marks.size() > mostShown)
        numerals.marks += " …";
    return numerals;
}

/// Of a column whose numbers have another sign before decimals than those of the file elsewhere. "3,5" may be two numbers as well: that some have no
/// comma, or a 0 behind it that no whole number begins with, tells, or who asks: `isOne`.
std::optional<CsvNumerals> numeralsWithOtherPoint(const std::vector<CsvRow> &rows, std::size_t column, char point, bool isOne = false) {
    const char other = otherPoint(point);
    Tally tally;
    std::size_t withPoint = 0, withoutOne = 0;
    bool mayBeSeveral = true;
    for (const CsvRow &row : rows) {
        const std::string_view text = trimmed(row.fields[column]);
        const std::size_t at = text.find(other);
        tally.add(text, other);
        if (isNumber(text, point) && text.find(point) != std::string_view::npos)
            return {};
        if (at == std::string_view::npos) {
            withoutOne += isNumber(text, point) ? 1 : 0;
            continue;
        }
        withPoint += isNumber(text, other) ? 1 : 0;
        mayBeSeveral = mayBeSeveral && vectorLength(text, point) == 2 && !(text.size() > at + 2 && text[at + 1] == '0');
    }
    if (withPoint == 0 || 20 * tally.words > tally.present() || !tally.separators.empty() || (mayBeSeveral && withoutOne == 0 && !isOne))
        return {};
    CsvNumerals numerals;
    if (tally.peculiar > 0 && !findUnit(tally, numerals))
        return {};
    numerals.hasBrackets = tally.hasBrackets;
    numerals.areRead = true;
    numerals.point = other;
    return numerals;
}

} // namespace

CsvNumerals numeralsIn(const std::vector<CsvRow> &rows, std::size_t column, char point, bool hasDecimals) {
    Tally tally;
    bool areMarked = false;
    for (const CsvRow &row : rows) {
        const std::string_view text = trimmed(row.fields[column]);
        const std::size_t before = tally.plain;
        tally.add(text, point);
        areMarked = areMarked || (tally.plain == before && withoutMarks(text));
        if (tally.peculiar == 0 && tally.words >= 20 && !areMarked && !isNumber(text, otherPoint(point))) // words alone
            return {};
    }
    CsvNumerals numerals = numeralsOf(tally, hasDecimals);
    if (!numerals.areRead && areMarked)
        numerals = markedNumeralsIn(rows, column, point, hasDecimals).value_or(numerals);
    if (!numerals.areRead)
        numerals = numeralsWithOtherPoint(rows, column, point).value_or(numerals);
    else if (numerals.separator == otherPoint(point) && tally.words > 0 && !tally.hasFraction && !tally.hasSeveralSeparators)
        numerals = numeralsWithOtherPoint(rows, column, point, true).value_or(numerals); // "10,251" is no thousands where "9,5" stands, too
    return numerals;
}

bool holdDecimals(const std::vector<CsvRow> &rows, char point) {
    float value = 0.0f;
    return std::any_of(rows.begin(), rows.end(), [&](const CsvRow &row) {
        return std::any_of(row.fields.begin(), row.fields.end(), [&](const std::string &field) {
            return field.find(point) != std::string::npos && readCsvNumber(trimmed(field), point, value) == CsvValue::Number;
        });
    });
}

bool readNumeral(std::string_view text, char point, const CsvNumerals &numerals, std::string &plain) {
    CsvNumeral numeral;
    if (!numerals.marks.empty())
        if (const auto marked = withoutMarks(text))
            text = marked->number;
    if (!takeApart(text, numerals.point != 0 ? numerals.point : point, numeral) || (numeral.separator != 0 && numeral.separator != numerals.separator))
        return false;
    std::string unit = unitOf(numeral.unit);
    plain = std::move(numeral.plain);
    if (numerals.point != 0)
        std::replace(plain.begin(), plain.end(), numerals.point, point);
    if (numerals.hasMultipliers) {
        const int power = splitMultiplier(unit);
        if ((unit != numerals.unit && !unit.empty()) || (power > 0 && plain.find_first_of("eE") != std::string::npos))
            return false;
        plain += power > 0 ? "e" + std::to_string(power) : "";
        return true;
    }
    return unit == numerals.unit || (unit.empty() && (!isPercent(numerals.unit) || isZero(plain)));
}

bool mayBePlain(const CsvNumerals &numerals) {
    return !isPercent(numerals.unit) && numerals.point == 0;
}

bool standsForItself(std::string_view number, char point, const CsvNumerals &numerals) {
    return !isPercent(numerals.unit) && (numerals.point == 0 || number.find(point) == std::string_view::npos);
}

std::string toldOf(const CsvNumerals &numerals) {
    std::string told;
    bool areMany = false;
    if (const std::string unit = inUtf8(numerals.shownUnit); !unit.empty()) {
        const bool isSign = unit == "%" || (isCurrency(characterAt(unit, 0).code) && characterAt(unit, 0).size == unit.size());
        told = isSign ? "the " + unit + " signs" : "the unit " + spec::quoted(unit);
        areMany = isSign;
    }
    if (numerals.separator != 0) {
        told += told.empty() ? "the " : " and the ";
        told += numerals.separator == ',' ? "commas" : numerals.separator == '.' ? "points" : numerals.separator == ' ' ? "blanks" : "apostrophes";
        told += " between thousands";
        areMany = true;
    }
    if (!told.empty())
        told += areMany ? " are passed over" : " is passed over";
    if (numerals.hasMultipliers)
        told += std::string(told.empty() ? "" : "; ") + "K, M and B are read as thousands, millions and billions";
    if (numerals.hasBrackets)
        told += std::string(told.empty() ? "" : "; ") + "numbers in brackets are read as negative";
    if (!numerals.marks.empty())
        told += std::string(told.empty() ? "" : "; ") + "marks beside numbers (" + numerals.marks + ") are passed over";
    if (numerals.point != 0)
        told += std::string(told.empty() ? "" : "; ") + "a " + (numerals.point == ',' ? "comma" : "point") +
                " stands before its decimals, unlike elsewhere in the file";
    return told;
}

} // namespace hourglass::data
