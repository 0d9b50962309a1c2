#include "app/converters/xlsx.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>

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

struct Sheet {
    std::vector<std::vector<std::string>> rows;
    std::vector<std::size_t> formulas, zeros; ///< by column: how many formulas, and how many of them have the value 0 or none
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

void write(Sheet &sheet, TableOutput &output) {
    std::size_t first = sheet.width; // columns before it hold nothing in any row
    for (const auto &row : sheet.rows)
        first = std::min<std::size_t>(
            first, static_cast<std::size_t>(std::find_if(row.begin(), row.end(), [](const std::string &field) { return !field.empty(); }) - row.begin()));
    for (auto &row : sheet.rows) {
        if (row.empty())
            continue;
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
    for (const XlsxSheet &candidate : workbook->sheets()) {
        if (wanted ? &candidate != wanted : candidate.isHidden)
            continue;
        const auto part = workbook->part(candidate.part);
        if (!part)
            return part.error();
        sheet = {};
        if (!read((*part)->child("worksheet").child("sheetData"), *workbook, sheet))
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
