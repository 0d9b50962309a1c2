#include "engine/data/readers/tables/json_layout.h"

#include <algorithm>
#include <set>

#include "engine/data/readers/part_name.h"
#include "engine/spec/nearest.h"
#include "engine/spec/wording.h"

namespace hourglass::data {

using core::Error;
using NodeType = JsonNode::Type;

namespace {

constexpr int mostLevels = 8; ///< that are looked through for records

bool isRecord(const JsonNode &node) {
    return node.type == NodeType::Object || node.type == NodeType::List;
}

bool isListOfRecords(const JsonNode &node) {
    return node.type == NodeType::List && !node.children.empty() && std::all_of(node.children.begin(), node.children.end(), isRecord);
}

bool isListOfSingles(const JsonNode &node) {
    return node.type == NodeType::List && !node.children.empty() &&
           std::all_of(node.children.begin(), node.children.end(), [](const JsonNode &child) { return child.isSingle(); });
}

struct Found {
    const JsonNode *list = nullptr;
    std::string path;
};

/// The longest list of records within objects; of equally long ones the first.
void findRecords(const JsonNode &node, const std::string &path, int level, Found &best, std::vector<std::string> &all) {
    if (isListOfRecords(node)) {
        all.push_back(path);
        if (!best.list || node.children.size() > best.list->children.size())
            best = {&node, path};
    }
    if (node.type != NodeType::Object || level == mostLevels)
        return;
    for (std::size_t i = 0; i < node.children.size(); ++i)
        findRecords(node.children[i], path.empty() ? node.keys[i] : path + "." + node.keys[i], level + 1, best, all);
}

const JsonNode *follow(const JsonNode &root, std::string path) {
    const JsonNode *node = &root;
    while (node && !path.empty()) {
        if (const JsonNode *whole = node->find(path)) // a name may hold points itself
            return whole;
        const std::size_t point = std::min(path.find('.'), path.size());
        node = node->find(path.substr(0, point));
        path.erase(0, point + 1);
    }
    return node;
}

std::optional<Error> addAll(const JsonNode &list, JsonRows &rows) {
    for (const JsonNode &record : list.children)
        if (auto error = rows.add(record))
            return error;
    return {};
}

/// {"columns": ["a", "b"], "index": […], "data": [[1, 2], …]}
bool isSplit(const JsonNode &object) {
    const JsonNode *columns = object.find("columns"), *data = object.find("data");
    return columns && data && isListOfSingles(*columns) && isListOfRecords(*data) &&
           std::all_of(data->children.begin(), data->children.end(), [&](const JsonNode &row) { return row.children.size() == columns->children.size(); });
}

std::optional<Error> addSplit(const JsonNode &object, JsonRows &rows) {
    const JsonNode &columns = *object.find("columns");
    for (const JsonNode &record : object.find("data")->children) {
        std::vector<std::pair<std::string, const JsonNode *>> row;
        for (std::size_t i = 0; i < record.children.size(); ++i)
            row.emplace_back(columns.children[i].text, &record.children[i]);
        if (auto error = rows.add(row, record.line))
            return error;
    }
    return {};
}

/// {"a": [1, 2], "b": [3, 4]}: lists of one length, of which there are most; others are told.
std::optional<Error> addColumns(const JsonNode &object, JsonRows &rows, ReadReport &report) {
    std::size_t length = 0;
    for (const JsonNode &list : object.children)
        if (list.type == NodeType::List)
            length = std::max(length, list.children.size());
    std::vector<std::size_t> columns;
    for (std::size_t i = 0; i < object.children.size(); ++i)
        if (object.children[i].type == NodeType::List && object.children[i].children.size() == length)
            columns.push_back(i);
        else
            report.remarks.push_back(spec::quoted(object.keys[i]) + " is left out: it is no list of " + std::to_string(length) + " values.");
    for (std::size_t row = 0; row < length; ++row) {
        std::vector<std::pair<std::string, const JsonNode *>> values;
        for (const std::size_t i : columns)
            values.emplace_back(object.keys[i], &object.children[i].children[row]);
        if (auto error = rows.add(values, columns.empty() ? object.line : values.front().second->line))
            return error;
    }
    return {};
}

/// Records or rows with lists beside them that hold a value each: {"data": [[1, 2], …], "target": [0, …], "feature_names": ["a", "b"]}. Other lists
/// are told.
std::optional<Error> addBeside(const JsonNode &object, const JsonNode &records, const std::string &name, JsonRows &rows, ReadReport &report) {
    const std::size_t samples = records.children.size(), width = records.children.front().children.size();
    const JsonNode *names = nullptr;
    std::vector<std::size_t> beside;
    for (std::size_t i = 0; i < object.children.size(); ++i) {
        const JsonNode &list = object.children[i];
        const bool areTexts = isListOfSingles(list) &&
                              std::all_of(list.children.begin(), list.children.end(), [](const JsonNode &child) { return child.type == NodeType::Text; });
        if (&list == &records)
            continue;
        if (!names && areTexts && records.children.front().type == NodeType::List && list.children.size() == width &&
            (width != samples || object.keys[i].find("name") != std::string::npos))
            names = &list;
        else if (isListOfSingles(list) && list.children.size() == samples)
            beside.push_back(i);
        else if (list.type == NodeType::List)
            report.remarks.push_back(spec::quoted(object.keys[i]) + " is left out: it is no list of " + std::to_string(samples) + " values.");
    }
    for (std::size_t row = 0; row < samples; ++row) {
        const JsonNode &record = records.children[row];
        std::vector<std::pair<std::string, const JsonNode *>> values;
        for (std::size_t i = 0; i < record.children.size(); ++i)
            values.emplace_back(record.type == NodeType::Object       ? record.keys[i]
                                : names && i < names->children.size() ? names->children[i].text
                                                                      : name + "." + std::to_string(i),
                                &record.children[i]);
        for (const std::size_t i : beside)
            values.emplace_back(object.keys[i], &object.children[i].children[row]);
        if (auto error = rows.add(values, record.line))
            return error;
    }
    return {};
}

/// {"train": [{…}, …], "test": [{…}, …]}: records of a training part and at least one other, and beside them nothing but single values.
bool hasParts(const JsonNode &object) {
    std::set<PartKind> parts;
    for (std::size_t i = 0; i < object.children.size(); ++i) {
        const auto part = partNamed(object.keys[i]);
        const JsonNode &child = object.children[i];
        if (child.isSingle())
            continue;
        if (!part || !isRecord(child) || child.children.empty() || (child.type == NodeType::List && !isListOfRecords(child)) || !parts.insert(*part).second)
            return false;
    }
    return parts.size() > 1 && parts.contains(PartKind::Train);
}

bool areNumbered(const std::vector<std::string> &keys) {
    for (std::size_t i = 0; i < keys.size(); ++i)
        if (keys[i] != std::to_string(i))
            return false;
    return true;
}

/// {"a": {"0": 1, "1": 2}, "b": …} by columns, as pandas writes by default, or {"0": {"a": 1, "b": 3}, …} by rows.
std::optional<Error> addNested(const JsonNode &object, const std::string &orient, JsonRows &rows, ReadReport &report) {
    const std::vector<std::string> &inner = object.children.front().keys;
    const bool areInnerNumbered = areNumbered(inner), areOuterNumbered = areNumbered(object.keys);
    const bool isCertain = areInnerNumbered != areOuterNumbered;
    const bool byColumns = orient == "columns" || (orient == "automatic" && (isCertain ? areInnerNumbered : object.keys.size() <= inner.size()));
    report.assumed["orient"] = std::string(byColumns ? "columns" : "rows");
    if (!isCertain && orient == "automatic")
        report.doubts.push_back({std::string("The outer names are taken for those of ") + (byColumns ? "columns." : "rows."), "orient",
                                 std::string(byColumns ? "rows" : "columns"), byColumns ? "They name the rows" : "They name the columns"});
    if (!byColumns)
        return addAll(object, rows);
    std::vector<std::string> names; // of the rows, in the order in which they first come
    std::set<std::string> known;
    std::vector<std::unordered_map<std::string_view, const JsonNode *>> columns(object.children.size());
    for (std::size_t i = 0; i < object.children.size(); ++i)
        for (std::size_t k = 0; k < object.children[i].keys.size(); ++k) {
            if (known.insert(object.children[i].keys[k]).second)
                names.push_back(object.children[i].keys[k]);
            columns[i].emplace(object.children[i].keys[k], &object.children[i].children[k]);
        }
    for (const std::string &name : names) {
        std::vector<std::pair<std::string, const JsonNode *>> row;
        for (std::size_t i = 0; i < columns.size(); ++i)
            if (const auto found = columns[i].find(name); found != columns[i].end())
                row.emplace_back(object.keys[i], found->second);
        if (auto error = rows.add(row, row.front().second->line))
            return error;
    }
    return {};
}

std::string listed(const std::vector<std::string> &paths) {
    std::string text;
    for (std::size_t i = 0; i < std::min<std::size_t>(paths.size(), 10); ++i)
        text += (i == 0 ? "" : ", ") + spec::quoted(paths[i]);
    return paths.size() > 10 ? text + " …" : text;
}

} // namespace

std::optional<Error> rowsOfObject(const JsonNode &object, const JsonWanted &wanted, const std::string &path, JsonRows &rows, ReadReport &report) {
    Found best;
    std::vector<std::string> all;
    findRecords(object, {}, 0, best, all);
    report.assumed["records"] = std::string();
    if (wanted.records != "automatic" && !wanted.records.empty()) {
        const JsonNode *node = follow(object, wanted.records);
        if (!node)
            return Error{"there is nothing at " + spec::quoted(wanted.records), "data.options.records",
                         all.empty() ? "It is no list of records." : "There are " + listed(all) + "."};
        report.assumed["records"] = wanted.records;
        if (node->type == NodeType::List)
            return addAll(*node, rows);
        if (node->type == NodeType::Object && node != &object)
            return rowsOfObject(*node, {"automatic", wanted.orient}, path, rows, report);
        return Error{"what stands at " + spec::quoted(wanted.records) + " is no list of records", "data.options.records",
                     all.empty() ? "" : "There are " + listed(all) + "."};
    }
    if (object.children.empty())
        return Error{"the object is empty", path, "Save a list of records: [{\"a\": 1}, {\"a\": 2}]."};
    if (hasParts(object)) {
        for (const PartKind part : {PartKind::Train, PartKind::Validation, PartKind::Test})
            for (std::size_t i = 0; i < object.children.size(); ++i) {
                const JsonNode &child = object.children[i];
                if (child.isSingle() || partNamed(object.keys[i]) != part)
                    continue;
                rows.beginPart(part);
                if (auto error = child.type == NodeType::List ? addAll(child, rows) : rowsOfObject(child, {"automatic", wanted.orient}, path, rows, report))
                    return error;
            }
        report.assumed["records"] = std::string();
        return {};
    }
    if (isSplit(object)) {
        report.assumed["records"] = std::string("data");
        return addSplit(object, rows);
    }
    const auto lists = std::count_if(object.children.begin(), object.children.end(), isListOfSingles);
    if (!best.list && lists > 0)
        return addColumns(object, rows, report);
    if (best.list && lists > 0) { // lists among values, one a sample: {"X": [[1, 2], …], "y": [0, …]}
        const auto isAsLong = [&](const JsonNode &list) { return list.type == NodeType::List && list.children.size() == best.list->children.size(); };
        if (std::all_of(object.children.begin(), object.children.end(), isAsLong))
            return addColumns(object, rows, report);
    }
    if (best.list && object.find(best.path) == best.list && std::any_of(object.children.begin(), object.children.end(), [&](const JsonNode &list) {
            return isListOfSingles(list) && list.children.size() == best.list->children.size();
        })) {
        report.assumed["records"] = best.path;
        return addBeside(object, *best.list, best.path, rows, report);
    }
    if (best.list) {
        report.assumed["records"] = best.path;
        std::vector<std::string> others; // that are not much shorter
        for (const std::string &other : all)
            if (const JsonNode *list = follow(object, other); other != best.path && list && 2 * list->children.size() >= best.list->children.size())
                others.push_back(other);
        report.remarks.push_back("The records are those of " + spec::quoted(best.path) + (others.empty() ? "." : "; there are also " + listed(others) + "."));
        return addAll(*best.list, rows);
    }
    if (std::all_of(object.children.begin(), object.children.end(),
                    [](const JsonNode &child) { return child.type == NodeType::Object && !child.children.empty(); }))
        return addNested(object, wanted.orient, rows, report);
    return Error{"the file holds one object and no list of records", path,
                 "Save a list of records, [{\"a\": 1}, {\"a\": 2}], as pandas.DataFrame.to_json(orient=\"records\") does."};
}

} // namespace hourglass::data
