#include "engine/data/readers/tables/typed_table.h"

#include <algorithm>
#include <filesystem>
#include <new>
#include <set>
#include <thread>

#include "engine/data/readers/csv.h"
#include "engine/data/readers/csv_planned.h"
#include "engine/data/readers/text_lines.h"
#include "engine/data/shown_name.h"

namespace hourglass::data {

using core::Error;
using core::Result;
using Role = CsvColumn::Role;
using Type = TypedColumn::Type;

namespace {

constexpr std::size_t rowsToPlanBy = 1000, longestField = 60'000; // a longer text is none of a few that come again
constexpr const char *settingsOfText[] = {"encoding", "delimiter", "decimal", "quotes", "comment", "header", "skip_top", "skip_bottom"};

bool isOfText(const std::string &key) {
    return std::find(std::begin(settingsOfText), std::end(settingsOfText), key) != std::end(settingsOfText);
}

/// What the setting of the label is to say, so that this column is found by it.
std::string wordFor(const std::vector<TypedColumn> &columns, Index column) {
    const std::string &name = columns[static_cast<std::size_t>(column)].name, small = lowerCase(name);
    const auto same = std::count_if(columns.begin(), columns.end(), [&](const TypedColumn &other) { return lowerCase(other.name) == small; });
    const bool isWord = !name.empty() && same == 1 && name != "none" && name != "automatic" && trimmed(name) == name;
    return isWord ? name : std::to_string(column + 1);
}

bool isDistinct(const std::vector<CsvRow> &rows, std::size_t column) {
    std::set<std::string> texts;
    return std::all_of(rows.begin(), rows.end(), [&](const CsvRow &row) { return texts.insert(row.fields[column]).second; });
}

/// Puts what the file says of its columns above what their first values look like; what a person says stays.
void declare(const std::vector<TypedColumn> &columns, const std::vector<CsvRow> &rows, const CsvOptions &options, CsvTable &plan) {
    const bool isAutomatic = options.leaveOut == "automatic";
    for (std::size_t i = 0; i < columns.size(); ++i) {
        CsvColumn &column = plan.columns[i];
        const bool isKey = plan.isKey(static_cast<Index>(i)), wasDate = column.reason == "it holds dates", wereWords = column.reason == "it holds words";
        const bool isOfNumbers = columns[i].type == Type::Number || columns[i].type == Type::Unknown;
        if (column.role == Role::LeftOut && !wereWords && (!isAutomatic || (isOfNumbers && !wasDate)))
            continue;
        const bool isLeftOut = isAutomatic && !isKey && (!columns[i].leftOut.empty() || columns[i].type == Type::Date);
        if (isLeftOut) {
            column.role = Role::LeftOut;
            column.reason = columns[i].leftOut.empty() ? "it holds dates" : columns[i].leftOut;
            column.isChosen = true;
        } else if (columns[i].type == Type::Number) {
            column.role = wasDate ? column.role : Role::Number;
            column.isDeclared = !isKey;
        } else if (columns[i].type == Type::Nominal || columns[i].type == Type::Text) {
            const bool namesRows = rows.size() >= 8 && !isKey && isDistinct(rows, i);
            const bool isUnwanted = !isKey && (options.words == "leave_out" || (namesRows && isAutomatic));
            column.role = isUnwanted ? Role::LeftOut : Role::Words;
            column.reason = !isUnwanted ? "" : options.words == "leave_out" ? "it holds words" : "each row has a text of its own";
            column.isChosen = isUnwanted && options.words != "leave_out";
            column.isDeclared = true;
        }
    }
    const auto isOfWords = [&](const CsvColumn &column) { return plan.isFeature(&column - plan.columns.data()) && column.role == Role::Words; };
    if (plan.areBytes && std::any_of(plan.columns.begin(), plan.columns.end(), isOfWords)) {
        plan.areBytes = false;
        plan.areImages = options.shape == "images";
    }
}

} // namespace

/// As the dialect of delimited text has it by default: commas, double quotes. A row stays on its line.
void TypedTable::append(std::string_view field) {
    field = field.substr(0, longestField);
    const bool isPlain = !field.empty() && field.find_first_of(",\"\n\r\t") == std::string_view::npos && field.front() != ' ' && field.back() != ' ';
    if (isPlain) {
        m_text += field;
        return;
    }
    m_text += '"';
    for (const char c : field)
        m_text.append(c == '"' ? 2 : 1, c == '\n' || c == '\r' ? ' ' : c);
    m_text += '"';
}

std::optional<Error> TypedTable::add(const std::vector<std::string> &row, Index line, const std::string &path, PartKind part) {
    if (row.size() != m_columns.size()) {
        const std::string count = std::to_string(row.size()) + (row.size() == 1 ? " value" : " values");
        leaveOut({"the row has " + count + " instead of " + std::to_string(m_columns.size()) + "; it is left out", {}, line, static_cast<Index>(row.size())});
        return {};
    }
    if (m_first.size() < rowsToPlanBy) {
        m_first.push_back({row, std::vector<bool>(row.size()), static_cast<std::size_t>(line), false});
        if (m_hasParts) {
            m_first.back().fields.emplace_back(nameOf(part));
            m_first.back().isQuoted.push_back(false);
        }
    }
    if (m_lines.empty() || line != m_lines.back().second + (m_rows - m_lines.back().first))
        m_lines.emplace_back(m_rows, line);
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (i > 0)
            m_text += ',';
        append(row[i]);
    }
    if (m_hasParts)
        m_text.append(",").append(nameOf(part));
    m_text += '\n';
    ++m_rows;
    if (static_cast<double>(m_text.size()) > physicalMemory() / 2)
        return Error{"the table takes more memory than the machine has", path, "Use a part of the file."};
    return {};
}

Index TypedTable::lineOf(Index row) const {
    const auto after = std::upper_bound(m_lines.begin(), m_lines.end(), row, [](Index wanted, const auto &entry) { return wanted < entry.first; });
    const auto &[first, line] = *std::prev(after);
    return line + (row - first);
}

std::vector<spec::Setting> columnSettings() {
    std::vector<spec::Setting> settings = csvKind().settings;
    std::erase_if(settings, [](const spec::Setting &setting) { return isOfText(setting.key); });
    return settings;
}

Result<Dataset> readTyped(const TypedTable &table, const char *format, const ReadOrder &order) try {
    const std::string &path = order.path;
    if (table.m_rows == 0) {
        const auto &problems = table.m_report.problems;
        return Error{problems.empty() ? "the file holds no rows"
                                      : "no row can be used; line " + std::to_string(problems.front().line) + ": " + problems.front().what,
                     path, "Choose a file with a sample a row."};
    }
    spec::Values values;
    for (const spec::Setting &setting : columnSettings())
        if (const auto given = order.options.find(setting.key); given != order.options.end())
            values.insert(*given);
    CsvOptions options = csvOptions(values);
    const bool isLabelOfFile = options.label == "automatic" && table.m_label >= 0;
    if (isLabelOfFile)
        options.label = wordFor(table.m_columns, table.m_label);
    std::vector<std::string> names;
    for (const TypedColumn &column : table.m_columns)
        names.push_back(column.name);
    const bool hasNames = std::any_of(names.begin(), names.end(), [](const std::string &name) { return !name.empty(); });
    if (table.m_hasParts)
        names.emplace_back();
    CsvPassOrder pass{.path = path, .text = table.m_text, .progress = order.progress};
    pass.threads = static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1u, 16u));
    auto plan = planTable(table.m_first, names, hasNames, pass.dialect.point, options);
    if (!plan)
        return plan.error();
    if (isLabelOfFile)
        plan->isLabelGiven = false;
    declare(table.m_columns, table.m_first, options, *plan);
    if (table.m_hasParts) {
        plan->part = static_cast<Index>(table.m_columns.size());
        CsvColumn &part = plan->columns.back();
        part.role = Role::Words;
        part.isDeclared = true;
        part.reason.clear();
        part.isChosen = false;
    }
    layOut(*plan);
    const std::string partTitle = table.m_hasParts ? plan->titleOf(plan->part) : std::string();
    auto dataset = readPlanned(std::move(*plan), pass, options, order.progress, [&](const CsvTable &columns, const CsvPassOrder &wanted) {
        auto result = runPass(columns, wanted);
        if (result)
            for (Problem &problem : result->report.problems)
                problem.line = table.lineOf(problem.line - 1);
        return result;
    });
    if (!dataset)
        return dataset;
    dataset->origin = format;
    dataset->origin.append(1, ' ').append(path);
    ReadReport &report = dataset->report;
    std::erase_if(report.assumed, [](const auto &setting) { return isOfText(setting.first); });
    if (table.m_hasParts) // it is told by who knows the files
        std::erase_if(report.remarks, [&](const std::string &remark) { return remark.starts_with(partTitle + " says the part"); });
    for (const Problem &problem : table.m_report.problems)
        report.add(problem);
    report.problemCount += table.m_report.problemCount - static_cast<Index>(table.m_report.problems.size());
    report.leftOutSamples += table.m_report.leftOutSamples;
    return dataset;
} catch (const std::bad_alloc &) {
    return Error{"the data do not fit into memory", order.path, "Close other programs or use a smaller file."};
}

} // namespace hourglass::data
