#include "app/converters/xlsx.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <set>
#include <utility>

#include "app/converters/conversion_output.h"
#include "app/converters/xlsx_workbook.h"

namespace hourglass::app {

using core::Error;

namespace {

constexpr std::size_t mostSheetColumns = 16384, mostRows = 1 << 20, mostCells = 100'000'000; // as Excel has them at most

/// From 0, of "BC12"; past the end where there are no letters.
std::size_t columnOf(const char *reference) {
    std::size_t column = 0;
    for (; *reference >= 'A' && *reference <= 'Z' && column < mostSheetColumns; ++reference)
        column = column * 26 + static_cast<std::size_t>(*reference - 'A') + 1;
    return column == 0 ? mostSheetColumns : column - 1;
}

/// Cells that are shown as one: rows and columns from 0, the last ones included.
struct Merged {
    std::size_t row = 0, column = 0, lastRow = 0, lastColumn = 0;
};

/// "B2:D5"; nothing where it is none.
std::optional<Merged> mergedOf(const char *reference) {
    const char *colon = std::strchr(reference, ':');
    if (!colon)
        return {};
    const auto rowOf = [](const char *at) {
        at += std::strspn(at, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
        return static_cast<std::size_t>(std::strtoul(at, nullptr, 10));
    };
    Merged merged{rowOf(reference), columnOf(reference), rowOf(colon + 1), columnOf(colon + 1)};
    if (merged.row == 0 || merged.lastRow < merged.row || merged.lastRow > mostRows || merged.column > merged.lastColumn ||
        merged.lastColumn >= mostSheetColumns)
        return {};
    --merged.row;
    --merged.lastRow;
    return merged;
}

struct Sheet {
    std::vector<std::vector<std::string>> rows;
    std::vector<std::size_t> numbers, texts;                     ///< by column: cells that hold numbers, and texts that are none of the following
    std::vector<std::pair<std::size_t, std::size_t>> commaTexts; ///< (column, row) of texts such as "10,25"
    std::vector<std::size_t> formulas, zeros;                    ///< by column: how many formulas, and how many of them have the value 0 or none
    std::size_t width = 0;
};

std::string inlineText(const pugi::xml_node &cell) {
    const pugi::xml_node inside = cell.child("is");
    std::string text = inside.child("t").text().get();
    for (const pugi::xml_node run : inside.children("r"))
        text += run.child("t").text().get();
    return text;
}

std::string textOf(const pugi::xml_node &cell, const XlsxWorkbook &workbook) {
    const std::string type = cell.attribute("t").value(), value = cell.child("v").text().get();
    if (type == "s") {
        const std::string *text = workbook.sharedText(static_cast<std::size_t>(std::strtoul(value.c_str(), nullptr, 10)));
        return text && !value.empty() ? *text : std::string();
    }
    if (type == "inlineStr")
        return inlineText(cell);
    if (type == "e") // #N/A, #DIV/0!
        return {};
    if (type == "str" || type == "b" || type == "d")
        return value;
    const std::size_t style = cell.attribute("s").as_uint();
    if (!value.empty() && workbook.isDate(style)) {
        char *end = nullptr;
        const double serial = std::strtod(value.c_str(), &end);
        if (*end == '\0' && std::isfinite(serial) && std::abs(serial) < 3e6)
            return workbook.dateText(serial);
    }
    return value;
}

/// "-10,25": a number with a decimal comma that a sheet holds as text.
bool isCommaNumber(const std::string &text) {
    const std::size_t begin = text.find_first_not_of("+-") == 1 ? 1 : 0, comma = text.find(',');
    const auto areDigits = [&text](std::size_t from, std::size_t to) {
        return to > from && std::all_of(text.begin() + static_cast<std::ptrdiff_t>(from), text.begin() + static_cast<std::ptrdiff_t>(to),
                                        [](char c) { return c >= '0' && c <= '9'; });
    };
    return comma != std::string::npos && areDigits(begin, comma) && areDigits(comma + 1, text.size());
}

void count(const pugi::xml_node &cell, std::size_t row, std::size_t column, Sheet &sheet) {
    const std::string &field = sheet.rows[row][column];
    if (field.empty())
        return;
    if (sheet.numbers.size() <= column) {
        sheet.numbers.resize(column + 1);
        sheet.texts.resize(column + 1);
    }
    const std::string type = cell.attribute("t").value();
    if (type != "s" && type != "inlineStr" && type != "str")
        ++sheet.numbers[column];
    else if (isCommaNumber(field))
        sheet.commaTexts.emplace_back(column, row);
    else
        ++sheet.texts[column];
}

bool read(const pugi::xml_node &data, const XlsxWorkbook &workbook, Sheet &sheet) {
    std::size_t cells = 0, next = 1;
    for (const pugi::xml_node row : data.children("row")) {
        const std::size_t number = row.attribute("r") ? row.attribute("r").as_uint() : next;
        if (number < next || number > mostRows)
            return false;
        sheet.rows.resize(number); // rows that hold nothing are not written
        next = number + 1;
        std::vector<std::string> &fields = sheet.rows.back();
        for (const pugi::xml_node cell : row.children("c")) {
            const std::size_t column = cell.attribute("r") ? columnOf(cell.attribute("r").value()) : fields.size();
            if (column >= mostSheetColumns || ++cells > mostCells)
                return false;
            if (fields.size() <= column)
                fields.resize(column + 1);
            fields[column] = textOf(cell, workbook);
            count(cell, number - 1, column, sheet);
            if (!cell.child("f"))
                continue;
            if (sheet.formulas.size() <= column) {
                sheet.formulas.resize(column + 1);
                sheet.zeros.resize(column + 1);
            }
            ++sheet.formulas[column];
            sheet.zeros[column] += fields[column].empty() || fields[column] == "0" ? 1 : 0;
        }
        while (!fields.empty() && fields.back().empty())
            fields.pop_back();
        sheet.width = std::max(sheet.width, fields.size());
    }
    while (!sheet.rows.empty() && sheet.rows.back().empty())
        sheet.rows.pop_back();
    return true;
}

std::string letters(std::size_t column) {
    std::string name;
    for (std::size_t rest = column + 1; rest > 0; rest = (rest - 1) / 26)
        name.insert(name.begin(), static_cast<char>('A' + (rest - 1) % 26));
    return name;
}

/// Numbers that are texts with a decimal comma become numbers, in columns of hardly any other texts than names above. "1,234" alone may be a thousand:
/// one with another number of decimals, or with a 0 in front, tells. Returns what is to be told.
std::string takeCommas(Sheet &sheet) {
    std::sort(sheet.commaTexts.begin(), sheet.commaTexts.end());
    std::string columns;
    for (std::size_t begin = 0, end = 0; begin < sheet.commaTexts.size(); begin = end) {
        const std::size_t column = sheet.commaTexts[begin].first;
        bool areDecimals = false;
        for (; end < sheet.commaTexts.size() && sheet.commaTexts[end].first == column; ++end) {
            const std::string &text = sheet.rows[sheet.commaTexts[end].second][column];
            const std::size_t comma = text.find(',');
            const std::size_t first = text.find_first_of("0123456789");
            areDecimals = areDecimals || text.size() - comma != 4 || text[first] == '0' || comma - first > 3;
        }
        if (!areDecimals || sheet.texts[column] > std::max<std::size_t>(3, (end - begin + sheet.numbers[column]) / 10))
            continue;
        for (std::size_t i = begin; i < end; ++i) {
            std::string &text = sheet.rows[sheet.commaTexts[i].second][column];
            text[text.find(',')] = '.';
        }
        columns += (columns.empty() ? "" : ", ") + letters(column);
    }
    if (columns.empty())
        return {};
    const bool areMany = columns.find(',') != std::string::npos;
    return (areMany ? "Columns " : "Column ") + columns + " of the sheet " + (areMany ? "hold" : "holds") +
           " numbers as texts: their comma stands before decimals.";
}

bool isNumber(const std::string &text) {
    char *end = nullptr;
    std::strtod(text.c_str(), &end);
    return !text.empty() && *end == '\0';
}

bool isYear(const std::string &text) {
    return text.size() == 4 && (text.starts_with("19") || text.starts_with("20")) && isNumber(text);
}

/// A cell that reaches over several rows has its value in each of them that holds something else. Returns how many were filled; nothing where that takes
/// too many.
std::optional<std::size_t> fillDown(const std::vector<Merged> &all, Sheet &sheet) {
    std::size_t looked = 0, filled = 0;
    std::vector<bool> isEmpty(sheet.rows.size());
    for (std::size_t row = 0; row < sheet.rows.size(); ++row)
        isEmpty[row] = sheet.rows[row].empty();
    for (const Merged &merged : all) {
        if (merged.row >= sheet.rows.size() || merged.column >= sheet.rows[merged.row].size() || sheet.rows[merged.row][merged.column].empty())
            continue;
        const std::string value = sheet.rows[merged.row][merged.column];
        for (std::size_t row = merged.row + 1; row <= std::min(merged.lastRow, sheet.rows.size() - 1); ++row) {
            if (++looked > mostCells)
                return {};
            auto &fields = sheet.rows[row];
            if (isEmpty[row])
                continue;
            if (fields.size() <= merged.column)
                fields.resize(merged.column + 1);
            if (fields[merged.column].empty()) {
                fields[merged.column] = value;
                ++filled;
            }
        }
    }
    return filled;
}

/// Whether names stand above the first of several columns each: the line below has a text in every column, some of them more than once, and all differ
/// together with the last name above to the left.
bool standAboveSeveral(const std::vector<std::string> &above, const std::vector<std::string> &below) {
    std::set<std::string> texts;
    std::set<std::pair<std::string, std::string>> joined;
    std::string last;
    for (std::size_t column = 0; column < above.size(); ++column) {
        last = above[column].empty() ? last : above[column];
        const std::string text = column < below.size() ? below[column] : std::string();
        if (isNumber(text) || isNumber(above[column]) || (text.empty() && column > 0) || !joined.emplace(last, text).second)
            return false;
        texts.insert(text);
    }
    return texts.size() < above.size() && std::any_of(above.begin() + 1, above.end(), [](const std::string &name) { return name.empty(); });
}

/// Names in two lines, those above over several columns each: "left" over "x" and "y" becomes "left x" and "left y".
void joinNames(const std::vector<Merged> &all, Sheet &sheet) {
    constexpr std::size_t mostLinesAbove = 20;
    for (std::size_t row = 0; row + 2 < std::min(sheet.rows.size(), mostLinesAbove); ++row) {
        std::vector<std::string> above = sheet.rows[row];
        auto &below = sheet.rows[row + 1];
        above.resize(std::max(above.size(), sheet.width));
        const auto filled = std::count_if(above.begin(), above.end(), [](const std::string &field) { return !field.empty(); });
        bool areNames = !below.empty() && filled > 1 /* one alone is a title */, areYears = true, isAny = false;
        for (const Merged &merged : all) {
            if (merged.row != row || merged.lastRow != row || merged.lastColumn == merged.column || merged.column >= sheet.width ||
                above[merged.column].empty())
                continue;
            const std::size_t last = std::min(merged.lastColumn, sheet.width - 1);
            isAny = true;
            areNames = areNames && last - merged.column + 1 < sheet.width && last < below.size();
            for (std::size_t column = merged.column; areNames && column <= last; ++column) {
                areNames = !below[column].empty() && (!isNumber(below[column]) || isYear(below[column]));
                areYears = areYears && isYear(below[column]);
                above[column] = above[merged.column];
            }
        }
        if (!isAny && filled > 1 && standAboveSeveral(above, below)) { // the same without merging
            for (std::size_t column = 1; column < above.size(); ++column)
                if (above[column].empty())
                    above[column] = above[column - 1];
            isAny = true;
        }
        if (!isAny || !areNames)
            continue;
        const bool areTexts = std::none_of(below.begin(), below.end(), [](const std::string &field) { return isNumber(field); });
        if (!areTexts && !areYears)
            continue;
        below.resize(std::max(below.size(), above.size()));
        for (std::size_t column = 0; column < above.size(); ++column)
            if (below[column].empty())
                below[column] = above[column];
            else if (!above[column].empty() && above[column] != below[column])
                below[column] = above[column] + ' ' + below[column];
        while (!below.empty() && below.back().empty())
            below.pop_back();
        sheet.rows[row].clear();
    }
}

void write(Sheet &sheet, TableOutput &output) {
    std::size_t first = sheet.width; // columns before it hold nothing in any row
    for (const auto &row : sheet.rows)
        if (!row.empty())
            first = std::min<std::size_t>(
                first, static_cast<std::size_t>(std::find_if(row.begin(), row.end(), [](const std::string &field) { return !field.empty(); }) - row.begin()));
    for (auto &row : sheet.rows) {
        if (row.empty()) { // lines are told as the sheet numbers them, and what stands apart from the table stays apart
            output.row({});
            continue;
        }
        row.resize(sheet.width);
        row.erase(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(first));
        output.row(row);
    }
}

} // namespace

core::Result<data::Conversion> convertXlsx(const ForeignFile &file) {
    const auto workbook = XlsxWorkbook::open(file.path);
    if (!workbook)
        return workbook.error();
    data::Conversion conversion;
    conversion.kind = data::Conversion::Kind::Table;
    const XlsxSheet *wanted = nullptr;
    for (const XlsxSheet &sheet : workbook->sheets()) {
        conversion.choices.push_back(sheet.name);
        wanted = file.isChosen(sheet.name) ? &sheet : wanted;
    }
    std::string names;
    for (const std::string &name : conversion.choices)
        names += (names.empty() ? "" : ", ") + name;
    if (!wanted && !file.chosen.empty())
        return Error{"there is no sheet “" + file.chosen.front() + "”", "data.options.sheet", "The workbook has " + names + "."};
    Sheet sheet;
    std::vector<std::string> told;
    for (const XlsxSheet &candidate : workbook->sheets()) {
        if (wanted ? &candidate != wanted : candidate.isHidden)
            continue;
        const auto part = workbook->part(candidate.part);
        if (!part)
            return part.error();
        sheet = {};
        std::vector<Merged> merged;
        for (const pugi::xml_node cell : (*part)->child("worksheet").child("mergeCells").children("mergeCell"))
            if (const auto range = mergedOf(cell.attribute("ref").value()))
                merged.push_back(*range);
        const bool isRead = read((*part)->child("worksheet").child("sheetData"), *workbook, sheet);
        const std::string commas = isRead ? takeCommas(sheet) : std::string(); // before rows move
        const auto filled = isRead ? fillDown(merged, sheet) : std::nullopt;
        if (filled)
            joinNames(merged, sheet);
        told.clear();
        if (!commas.empty())
            told.push_back(commas);
        if (filled.value_or(0) > 0)
            told.push_back("Cells that are merged over several rows have their value in each of them: " + std::to_string(*filled) + " are filled.");
        if (!filled)
            return Error{"the sheet " + candidate.name + " is damaged, or larger than a sheet can be", file.path, "Save it anew as .xlsx, or as CSV."};
        conversion.chosen = candidate.name;
        if (!sheet.rows.empty())
            break;
        std::erase(conversion.choices, candidate.name);
    }
    if (sheet.rows.empty())
        return Error{wanted ? "the sheet " + wanted->name + " is empty" : "the workbook holds no cells with values", file.path,
                     "Choose another: " + names + "."};
    if (!wanted && workbook->sheets().size() > 1)
        conversion.remarks.push_back("The sheet “" + conversion.chosen + "” is read; the workbook has " + names + ".");
    conversion.remarks.insert(conversion.remarks.end(), told.begin(), told.end());
    for (std::size_t column = 0; column < sheet.formulas.size(); ++column)
        if (sheet.formulas[column] > 1 && sheet.zeros[column] == sheet.formulas[column])
            conversion.remarks.push_back(
                "Column " + letters(column) +
                " of the sheet holds formulas that are all 0 or empty: perhaps they were never calculated. Open and save it in a spreadsheet first.");
    TableOutput output(file.output);
    write(sheet, output);
    if (auto error = output.finish())
        return *error;
    return conversion;
}

} // namespace hourglass::app
