#include "engine/data/readers/csv_keys.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

#include "engine/data/natural_order.h"
#include "engine/data/readers/part_name.h"
#include "engine/spec/wording.h"

namespace hourglass::data {

using core::Error;

namespace {

bool areParts(const std::vector<std::string> &words) {
    const auto isPart = [](const std::string &word) { return partNamed(word).has_value(); };
    const auto isTraining = [](const std::string &word) { return partNamed(word) == PartKind::Train; };
    return std::all_of(words.begin(), words.end(), isPart) && std::any_of(words.begin(), words.end(), isTraining);
}

std::string lower(std::string text) {
    for (char &c : text)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    return text;
}

bool isNameOfParts(const std::string &name) {
    const std::string small = lower(name);
    return small == "split" || small == "set" || small == "part" || small == "fold" || small == "usage";
}

/// "patient_id": worth a hint, but too little to go by.
bool mayNameGroups(const std::string &name) {
    std::string small = lower(name);
    for (const char *ending : {"id", "_", " "})
        if (small.ends_with(ending))
            small.resize(small.size() - std::char_traits<char>::length(ending));
    for (const char *known : {"patient", "subject", "participant", "person", "user", "customer", "machine", "device", "unit", "engine", "session", "recording", "series", "group"})
        if (small == known)
            return true;
    return false;
}

/// A column named so, whose first words all are those of parts.
Index findParts(const std::vector<CsvRow> &rows, const CsvTable &table) {
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const auto isPart = [i](const CsvRow &row) { return row.fields[i].empty() || partNamed(row.fields[i]).has_value(); };
        const auto isWord = [i](const CsvRow &row) { return !row.fields[i].empty(); };
        if (isNameOfParts(table.columns[i].name) && std::all_of(rows.begin(), rows.end(), isPart) && std::any_of(rows.begin(), rows.end(), isWord))
            return static_cast<Index>(i);
    }
    return -1;
}

/// Groups in the order of their names, numbers in names by their size.
void nameGroups(const std::vector<std::string> &words, const std::vector<std::int32_t> &found, Dataset &dataset) {
    std::vector<std::int32_t> order(words.size()), rank(words.size());
    std::iota(order.begin(), order.end(), 0);
    const auto at = [](std::int32_t i) { return static_cast<std::size_t>(i); };
    std::sort(order.begin(), order.end(), [&](std::int32_t a, std::int32_t b) { return comesBefore(words[at(a)], words[at(b)]); });
    for (std::size_t i = 0; i < order.size(); ++i) {
        rank[at(order[i])] = static_cast<std::int32_t>(i);
        dataset.groupNames.push_back(words[at(order[i])]);
    }
    dataset.train.groups.reserve(found.size());
    for (const std::int32_t group : found)
        dataset.train.groups.push_back(rank[at(group)]);
}

} // namespace

std::optional<Error> chooseKeys(const std::vector<CsvRow> &rows, const CsvOptions &options, CsvTable &table) {
    if (options.group == "none")
        return {};
    if (options.group != "automatic") {
        const auto found = findColumn(table, options.group, "group");
        if (!found)
            return found.error();
        if (*found == table.label && table.isLabelGiven)
            return Error{"the label column " + spec::quoted(options.group) + " is to hold the groups too", "data.options.group", "Remove it from one of the two."};
        table.group = *found;
        table.label = table.label == *found ? -1 : table.label;
    }
    const Index parts = findParts(rows, table);
    if (!table.isKey(parts))
        table.part = parts;
    return {};
}

void reviseKeys(CsvTable &table, Index column, const CsvOptions &options) {
    CsvColumn &described = table.columns[static_cast<std::size_t>(column)];
    if (described.categories.empty())
        return;
    if (column == table.group && table.part < 0 && areParts(described.categories)) {
        table.group = -1;
        table.part = column;
    } else if (column == table.part && !areParts(described.categories)) {
        table.part = -1;
        if (options.words == "leave_out") {
            described.role = CsvColumn::Role::LeftOut;
            described.reason = "it holds words";
        }
    }
}

std::optional<Error> applyKeys(const CsvTable &table, const CsvPassResult &result, const CsvOptions &options, Dataset &dataset) {
    if (table.group >= 0) {
        nameGroups(table.at(table.group).categories, result.groups, dataset);
        dataset.report.remarks.push_back(table.titleOf(table.group) + " says which samples belong together: " + std::to_string(dataset.groupNames.size()) +
                                         (dataset.groupNames.size() == 1 ? " group." : " groups."));
    }
    for (Index i = 0; i < static_cast<Index>(table.columns.size()) && options.group == "automatic"; ++i)
        if (!table.isKey(i) && mayNameGroups(table.at(i).name)) {
            dataset.report.remarks.push_back(table.titleOf(i) + " may say which samples belong together: if so, name it as the group column.");
            break;
        }
    if (table.part < 0)
        return {};
    std::vector<PartKind> kinds, rows;
    for (const std::string &word : table.at(table.part).categories)
        kinds.push_back(*partNamed(word));
    if (std::find(kinds.begin(), kinds.end(), PartKind::Test) == kinds.end()) // what is called a test is one where there is no other
        for (std::size_t i = 0; i < kinds.size(); ++i)
            if (lower(table.at(table.part).categories[i]) == "publictest")
                kinds[i] = PartKind::Test;
    for (const std::int32_t word : result.parts)
        rows.push_back(kinds[static_cast<std::size_t>(word)]);
    moveToParts(dataset, std::move(rows));
    if (dataset.train.isEmpty())
        return Error{"no row that can be used is of the training part that " + table.titleOf(table.part) + " names", dataset.key,
                     "Set data.options.group to \"none\" and leave that column out, or correct the rows."};
    dataset.report.remarks.push_back(table.titleOf(table.part) + " says the part of each row: " + std::to_string(dataset.train.samples) + " training, " +
                                     std::to_string(dataset.validation.samples) + " validation, " + std::to_string(dataset.test.samples) + " test.");
    return {};
}

} // namespace hourglass::data
