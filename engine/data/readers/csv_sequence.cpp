#include "engine/data/readers/csv_sequence.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace hourglass::data {

std::size_t decimalsOf(const std::string &text, char point) {
    const std::size_t at = text.find(point);
    if (at == std::string::npos)
        return 0;
    const std::size_t end = std::min(text.find_first_not_of("0123456789", at + 1), text.size());
    return end - at - 1;
}

std::vector<CsvNumberCell> numbersIn(const CsvRow &row, const std::vector<CsvColumnProfile> &columns, char point) {
    std::vector<CsvNumberCell> cells;
    double value = 0.0;
    for (std::size_t i = 0; i < std::min(row.fields.size(), columns.size()); ++i)
        if (columns[i].isTyped() && cellOf(row.fields[i], point, value) == CsvCell::Number)
            cells.push_back({i, value, decimalsOf(row.fields[i], point)});
    return cells;
}

std::size_t evenRun(const std::vector<CsvNumberCell> &cells) {
    std::size_t longest = 0, length = 1;
    for (std::size_t i = 1; i < cells.size(); ++i) {
        const double step = cells[i].value - cells[i - 1].value;
        const double before = i < 2 ? step : cells[i - 1].value - cells[i - 2].value;
        const std::size_t decimals = std::max(cells[i].decimals, cells[i - 1].decimals);
        const double off = (decimals == 0 ? 0.0 : 1.01 * std::pow(10.0, -static_cast<double>(decimals))) + 1e-9 * std::fabs(cells[i].value);
        const bool isEven = step != 0.0 && std::fabs(step - before) <= std::min(off, 0.25 * std::fabs(step));
        length = isEven ? length + 1 : step != 0.0 ? 2 : 1;
        longest = std::max(longest, length);
    }
    return longest;
}

bool risesOrFalls(const std::vector<CsvNumberCell> &cells) {
    bool rises = true, falls = true;
    for (std::size_t i = 1; i < cells.size(); ++i) {
        rises = rises && cells[i].value > cells[i - 1].value;
        falls = falls && cells[i].value < cells[i - 1].value;
    }
    return rises || falls;
}

bool areYears(const std::vector<CsvNumberCell> &cells) {
    return std::all_of(cells.begin(), cells.end(),
                       [](const CsvNumberCell &cell) { return cell.decimals == 0 && cell.value >= 1500.0 && cell.value <= 2200.0; });
}

bool areMangled(const CsvRow &row) {
    std::map<std::string, std::size_t> seen;
    std::size_t again = 0;
    for (const std::string &field : row.fields) {
        if (seen.emplace(field, 0).second == false)
            return false;
        const std::size_t dot = field.rfind('.');
        if (dot == std::string::npos)
            continue;
        const auto found = seen.find(field.substr(0, dot));
        if (found == seen.end())
            continue;
        if (field.substr(dot + 1) != std::to_string(++found->second))
            return false;
        ++again;
    }
    return again >= 3;
}

double weightOfRun(std::size_t length) {
    return length < 3 ? 0.0 : std::min(18.0, 2.0 * static_cast<double>(length) - 4.5);
}

} // namespace hourglass::data
