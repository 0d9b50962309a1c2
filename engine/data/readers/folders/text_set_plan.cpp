#include "engine/data/readers/folders/text_set_plan.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <set>
#include <utility>

#include "engine/data/readers/folders/file_look.h"
#include "engine/data/readers/folders/words_beside.h"

namespace hourglass::data {

using core::Error;
using core::Result;

namespace {

std::optional<double> numberOf(const std::string &text) {
    char *end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    return !text.empty() && *end == '\0' && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

/// As in UCR's archive: no header, and a class (1, or 1.0000000e+00) in front of values that are not whole.
bool hasClassFirst(const CsvBeginning &beginning) {
    std::set<double> classes;
    bool isAnyBroken = false;
    for (const CsvRow &row : beginning.rows) {
        const auto first = numberOf(row.fields.front());
        if (!first || *first != std::floor(*first))
            return false;
        classes.insert(*first);
        for (std::size_t i = 1; i < row.fields.size() && !isAnyBroken; ++i)
            if (const auto value = numberOf(row.fields[i]); value && *value != std::floor(*value))
                isAnyBroken = true;
    }
    return !beginning.hasNames && isAnyBroken && classes.size() >= 2 && classes.size() * 2 <= beginning.rows.size();
}

/// Whether the column may hold classes by its first rows: few words or whole numbers that come again. What is measured is not.
bool mayHoldClasses(const CsvBeginning &beginning, Index column) {
    std::set<std::string> words;
    bool areNumbers = true;
    for (const CsvRow &row : beginning.rows) {
        const std::string &field = row.fields[static_cast<std::size_t>(column)];
        const auto number = numberOf(field);
        if (number && *number != std::floor(*number))
            return false;
        areNumbers = areNumbers && (number || field.empty());
        words.insert(field);
    }
    const std::size_t rows = beginning.rows.size();
    return areNumbers ? words.size() * words.size() <= rows || words.size() <= 2 : words.size() * 2 <= rows;
}

/// Finds the training table's column of each of the file's, and adds to `lacking` those that it has not. A clause where they do
/// not match.
std::string match(const CsvBeginning &training, const CsvBeginning &other, std::vector<Index> &columns, std::set<Index> &lacking) {
    const std::vector<std::string> &names = training.names;
    if (signatureOf(other) == signatureOf(training))
        return {};
    std::size_t known = 0;
    for (const std::string &name : other.names) {
        const auto found = std::find(names.begin(), names.end(), name);
        const bool isOne = !name.empty() && std::count(names.begin(), names.end(), name) == 1 && std::count(other.names.begin(), other.names.end(), name) == 1;
        columns.push_back(isOne ? static_cast<Index>(found - names.begin()) : -1);
        known += isOne ? 1 : 0;
    }
    if (!training.hasNames || !other.hasNames || known * 2 < names.size()) {
        columns.clear();
        return "has other columns than the training part (" + describeColumns(other) + " where that has " + describeColumns(training) + ")";
    }
    for (Index i = 0; i < static_cast<Index>(names.size()); ++i)
        if (std::find(columns.begin(), columns.end(), i) == columns.end())
            lacking.insert(i);
    return {};
}

/// From a list such as features.txt of UCI HAR, where the table has none.
void nameColumns(const TextSet &set, CsvBeginning &beginning, std::vector<std::string> &remarks) {
    const std::size_t count = beginning.names.size();
    for (const TextSet::Beside &file : set.others) {
        if (beginning.hasNames || file.name.find("eature") == std::string::npos)
            continue;
        const auto list = readNameList(file.path, count);
        if (list.size() != count)
            continue;
        for (std::size_t i = 0; i < count; ++i)
            beginning.names[i] = list[i].second;
        beginning.hasNames = true;
        remarks.push_back(file.name + " names the columns.");
    }
}

/// What is said by the files need not be guessed from the columns.
CsvOptions optionsOf(const TextSet &set, const ReadOrder &order) {
    CsvOptions options = csvOptions(order.options);
    const auto isOfTraining = [](const TextSet::Beside &file) { return file.part == PartKind::Train && !file.areGroups; };
    if (options.label == "automatic" && std::any_of(set.beside.begin(), set.beside.end(), isOfTraining))
        options.label = "none";
    if (options.group == "automatic")
        options.group = "none";
    if (set.tables.size() > 1)
        options.whole = "all files";
    return options;
}

void leaveOut(const std::set<Index> &columns, const char *reason, CsvTable &table) {
    for (const Index i : columns) {
        CsvColumn &column = table.columns[static_cast<std::size_t>(i)];
        if (table.isKey(i) || column.role == CsvColumn::Role::LeftOut)
            continue;
        column.role = CsvColumn::Role::LeftOut;
        column.reason = reason;
        column.isChosen = true;
    }
    layOut(table);
}

} // namespace

Result<TextSetPlan> planTextSet(const TextSet &set, const ReadOrder &order, bool takesTarget) {
    TextSetPlan plan{optionsOf(set, order), {.path = set.tables.front().path, .progress = {}}, {}, {}, false, false, {}, {}};
    auto beginning = readBeginning(plan.options, plan.pass);
    if (!beginning)
        return beginning.error();
    std::set<Index> lacking;
    for (const TextSet::Table &table : set.tables) {
        RunFile &file = plan.files.emplace_back(RunFile{{.path = table.path, .progress = {}}, table.name, {}, {}});
        if (table.part == PartKind::Train) {
            file.pass = plan.pass;
            continue;
        }
        const auto other = readBeginning(writtenAs(plan.pass, plan.options), file.pass);
        file.problem = other ? match(*beginning, *other, file.columns, lacking) : other.error().what;
    }
    nameColumns(set, *beginning, plan.remarks);
    plan.remarks.insert(plan.remarks.end(), beginning->remarks.begin(), beginning->remarks.end());
    plan.doubts = beginning->doubts;
    plan.hasNames = plan.pass.hasHeader;
    CsvOptions options = plan.options;
    if (options.label == "automatic" && lacking.size() == 1) {
        plan.isTargetTaken = takesTarget && mayHoldClasses(*beginning, *lacking.begin());
        options.label = plan.isTargetTaken ? beginning->names[static_cast<std::size_t>(*lacking.begin())] : "none";
    } else if (options.label == "automatic" && set.tables.size() > 1 && hasClassFirst(*beginning)) {
        options.label = "1";
    }
    auto table = planTable(beginning->rows, beginning->names, beginning->hasNames, plan.pass.dialect.point, options);
    if (!table)
        return table.error();
    table->least = static_cast<Index>(beginning->least);
    if (lacking.contains(table->group))
        return Error{"the group column “" + table->keyOf(table->group) + "” is not in all parts", "data.options.group", "Name another column, or \"none\"."};
    leaveOut(lacking, "another part does not have it", *table);
    if (set.tables.size() > 1 && table->part >= 0)
        leaveOut({std::exchange(table->part, -1)}, "the names of the files say the parts", *table);
    plan.options = std::move(options);
    plan.table = std::move(*table);
    return plan;
}

} // namespace hourglass::data
