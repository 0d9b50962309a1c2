#include "engine/data/readers/csv_keys.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

#include "engine/data/natural_order.h"
#include "engine/data/readers/csv_look.h"
#include "engine/data/readers/part_name.h"
#include "engine/spec/wording.h"

namespace hourglass::data {

using core::Error;

namespace {

/// The part that a column named "train" or "is_test" sets apart from the others.
std::optional<PartKind> partOfName(const std::string &name) {
    const std::string small = inLowerCase(name);
    for (const char *before : {"is_", "is", "in_", ""})
        if (small.starts_with(before) && small != "training") // hours of training are a feature
            if (const auto part = partNamed(small.substr(std::string(before).size())); part && *part != PartKind::Validation)
                return part;
    return {};
}

std::optional<bool> truthOf(const std::string &word) {
    const std::string small = inLowerCase(word);
    for (const char *yes : {"t", "true", "yes", "y", "1"})
        if (small == yes)
            return true;
    for (const char *no : {"f", "false", "no", "n", "0"})
        if (small == no)
            return false;
    return {};
}

/// What a word says in the column of this name: "test", or "F" in one named "train".
std::optional<PartKind> partOf(const std::string &name, const std::string &word) {
    const auto part = partOfName(name);
    const auto truth = truthOf(word);
    if (!part || !truth)
        return partNamed(word);
    return *truth == (*part == PartKind::Train) ? PartKind::Train : PartKind::Test;
}

bool areParts(const std::string &name, const std::vector<std::string> &words) {
    const auto isPart = [&](const std::string &word) { return partOf(name, word).has_value(); };
    const auto isTraining = [&](const std::string &word) { return partOf(name, word) == PartKind::Train; };
    return std::all_of(words.begin(), words.end(), isPart) && std::any_of(words.begin(), words.end(), isTraining);
}

bool isNameOfParts(const std::string &name) {
    const std::string small = inLowerCase(name);
    return small == "split" || small == "set" || small == "part" || small == "fold" || small == "usage" || partOfName(name);
}

/// A column named so, whose first words all are those of parts.
Index findParts(const std::vector<CsvRow> &rows, const CsvTable &table) {
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const std::string &name = table.columns[i].name;
        const auto isPart = [&, i](const CsvRow &row) { return row.fields[i].empty() || partOf(name, row.fields[i]).has_value(); };
        const auto isTraining = [&, i](const CsvRow &row) { return partOf(name, row.fields[i]) == PartKind::Train; };
        const auto isWord = [i](const CsvRow &row) { return !row.fields[i].empty(); };
        const bool saysYesOrNo = partOfName(name).has_value(); // in a file of the test part alone that says nothing
        if (isNameOfParts(name) && std::all_of(rows.begin(), rows.end(), isPart) &&
            std::any_of(rows.begin(), rows.end(), [&](const CsvRow &row) { return saysYesOrNo ? isTraining(row) : isWord(row); }))
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

bool arePartsByTruth(const std::string &name, const std::vector<std::string> &words) {
    return partOfName(name) && std::all_of(words.begin(), words.end(), [](const std::string &word) { return truthOf(word).has_value(); });
}

bool mayNameGroups(const std::string &name) {
    std::string small = inLowerCase(name);
    for (const char *ending : {"id", "_", " "})
        if (small.ends_with(ending))
            small.resize(small.size() - std::char_traits<char>::length(ending));
    for (const char *known :
         {"patient", "subject", "participant", "person", "user", "customer", "machine", "device", "unit", "engine", "session", "recording", "series", "group"})
        if (small == known)
            return true;
    return false;
}

std::optional<Error> chooseKeys(const std::vector<CsvRow> &rows, const CsvOptions &options, CsvTable &table) {
    if (options.group == "none")
        return {};
    if (options.group != "automatic") {
        const auto found = findColumn(table, options.group, "group");
        if (!found)
            return found.error();
        if (*found == table.label && table.isLabelGiven)
            return Error{"the label column " + spec::quoted(options.group) + " is to hold the groups too", "data.options.group",
                         "Remove it from one of the two."};
        table.group = *found;
        table.label = table.label == *found ? -1 : table.label;
    }
    const Index parts = findParts(rows, table);
    if (!table.isKey(parts))
        table.part = parts;
    return {};
}

bool reviseKeys(CsvTable &table, Index column, const CsvOptions &options) {
    CsvColumn &described = table.columns[static_cast<std::size_t>(column)];
    if (described.categories.empty())
        return false;
    if (column == table.group && table.part < 0 && areParts(described.name, described.categories)) {
        table.group = -1;
        table.part = column;
        return true;
    }
    if (column == table.part && !areParts(described.name, described.categories)) {
        table.part = -1;
        if (options.words == "leave_out") {
            described.role = CsvColumn::Role::LeftOut;
            described.reason = "it holds words";
        }
        return true;
    }
    return false;
}

std::optional<Error> applyKeys(const CsvTable &table, const CsvPassResult &result, Dataset &dataset) {
    if (table.group >= 0) {
        nameGroups(table.at(table.group).categories, result.groups, dataset);
        dataset.report.remarks.push_back(table.titleOf(table.group) + " says which samples belong together: " + std::to_string(dataset.groupNames.size()) +
                                         (dataset.groupNames.size() == 1 ? " group." : " groups."));
    }
    if (table.part < 0)
        return {};
    std::vector<PartKind> kinds, rows;
    for (const std::string &word : table.at(table.part).categories)
        kinds.push_back(*partOf(table.at(table.part).name, word));
    if (std::find(kinds.begin(), kinds.end(), PartKind::Test) == kinds.end()) // what is called a test is one where there is no other
        for (std::size_t i = 0; i < kinds.size(); ++i)
            if (inLowerCase(table.at(table.part).categories[i]) == "publictest")
                kinds[i] = PartKind::Test;
    for (const std::int32_t word : result.parts)
        rows.push_back(kinds[static_cast<std::size_t>(word)]);
    moveToParts(dataset, std::move(rows), PartNumbers::OfRows);
    if (dataset.train.isEmpty())
        return Error{"no row that can be used is of the training part that " + table.titleOf(table.part) + " names", dataset.key,
                     "Set data.options.group to \"none\" and leave that column out, or correct the rows."};
    dataset.report.remarks.push_back(table.titleOf(table.part) + " says the part of each row: " + std::to_string(dataset.train.samples) + " training, " +
                                     std::to_string(dataset.validation.samples) + " validation, " + std::to_string(dataset.test.samples) + " test.");
    return {};
}

} // namespace hourglass::data
