#include "engine/data/readers/tables/json_records.h"

#include <algorithm>
#include <filesystem>
#include <new>

#include "engine/data/readers/csv_pass.h"
#include "engine/data/readers/tables/json_layout.h"
#include "engine/data/readers/text_lines.h"
#include "engine/data/shown_name.h"

namespace hourglass::data {

using core::Error;
using core::Result;
using NodeType = JsonNode::Type;
namespace fs = std::filesystem;

namespace {

constexpr double treeOverText = 16.0; ///< bytes of a tree for each of its text, at most, in practice

std::string optionOf(const ReadOrder &order, const char *key) {
    const auto found = order.options.find(key);
    const auto *text = found == order.options.end() ? nullptr : std::get_if<std::string>(&found->second);
    return text && !text->empty() ? *text : "automatic";
}

bool isBlank(std::string_view text) {
    return trimmed(text).empty();
}

/// The first two lines that are not blank are values that begin as records do, and the first stands on its line whole.
bool areLines(const std::string &path) {
    std::vector<std::string> lines = firstLines(path, 100);
    std::erase_if(lines, [](const std::string &line) { return isBlank(line); });
    if (hasEnding(path, ".jsonl") || hasEnding(path, ".ndjson"))
        return true;
    if (lines.size() < 2)
        return false;
    const auto begins = [](const std::string &line) { return trimmed(line).starts_with('{') || trimmed(line).starts_with('['); };
    return begins(lines[0]) && begins(lines[1]) && bool(readJson(lines[0], {}, {}));
}

class JsonReading {
public:
    explicit JsonReading(const ReadOrder &order) : m_order(order), m_rows(order.path) {}

    Result<Dataset> read() {
        auto lines = TextLines::open(m_order.path, m_order.progress.between(0.0, 0.5));
        if (!lines)
            return lines.error();
        if (auto error = areLines(m_order.path) ? readLines(*lines) : readWhole(*lines))
            return *error;
        if (m_rows.isEmpty())
            return Error{m_problems.empty() ? "the file holds no records"
                                            : "no record can be read; line " + std::to_string(m_problems.front().line) + ": " + m_problems.front().what,
                         m_order.path, "Save a list of records: [{\"a\": 1}, {\"a\": 2}]."};
        auto table = m_rows.table();
        if (!table)
            return table.error();
        m_rows = JsonRows({});
        for (Problem &problem : m_problems)
            table->leaveOut(std::move(problem));
        ReadOrder rest = m_order;
        rest.progress = m_order.progress.between(0.5, 1.0);
        auto dataset = readTyped(*table, "JSON", rest);
        if (!dataset)
            return dataset;
        dataset->title = shownName(fs::path(m_order.path).filename().string());
        ReadReport &report = dataset->report;
        for (const auto &[key, value] : m_report.assumed)
            report.assumed[key] = value;
        report.remarks.insert(report.remarks.end(), m_report.remarks.begin(), m_report.remarks.end());
        report.doubts.insert(report.doubts.begin(), m_report.doubts.begin(), m_report.doubts.end());
        report.leftOutSamples += m_leftOut - static_cast<Index>(m_problems.size());
        report.problemCount += m_leftOut - static_cast<Index>(m_problems.size());
        return dataset;
    }

private:
    std::optional<Error> readLines(TextLines &lines) {
        std::string_view line;
        while (true) {
            const auto isThere = lines.next(line);
            if (!isThere)
                return isThere.error();
            if (!*isThere)
                return {};
            if (isBlank(line))
                continue;
            auto record = readJson(line, m_order.path, {});
            if (!record || record->isSingle()) {
                ++m_leftOut;
                if (m_problems.size() < ReadReport::mostProblems)
                    m_problems.push_back({std::string(record ? "it is no record" : "it is no JSON") + "; the line is left out", {}, lines.number()});
                continue;
            }
            record->line = lines.number();
            if (auto error = m_rows.add(*record))
                return error;
        }
    }

    std::optional<Error> readWhole(TextLines &lines) {
        std::string text;
        std::string_view line;
        while (true) {
            const auto isThere = lines.next(line);
            if (!isThere)
                return isThere.error();
            if (!*isThere)
                break;
            text.append(line).append(1, '\n');
            if (static_cast<double>(text.size()) > physicalMemory() / 4)
                return tooLarge();
        }
        const bool isObject = trimmed(std::string_view(text).substr(0, 4096)).starts_with('{');
        if (isObject && static_cast<double>(text.size()) * treeOverText > physicalMemory())
            return tooLarge();
        std::optional<Error> failure;
        const auto root = readJson(text, m_order.path, [&](const JsonNode &record) {
            failure = m_order.progress.isCancelled() ? cancelledError(m_order.path) : m_rows.add(record);
            return !failure;
        });
        if (failure)
            return failure;
        if (!root)
            return root.error();
        if (root->type == NodeType::Object)
            return rowsOfObject(*root, {optionOf(m_order, "records"), optionOf(m_order, "orient")}, m_order.path, m_rows, m_report);
        if (root->type != NodeType::List)
            return Error{"the file holds a single value and no list of records", m_order.path, "Save a list of records: [{\"a\": 1}, {\"a\": 2}]."};
        return {};
    }

    Error tooLarge() const {
        return {"the file is too large to be read as one value of JSON", m_order.path,
                "Save a record a line (JSON Lines), as pandas.DataFrame.to_json(orient=\"records\", lines=True) does."};
    }

    const ReadOrder &m_order;
    JsonRows m_rows;
    std::vector<Problem> m_problems;
    Index m_leftOut = 0;
    ReadReport m_report; ///< what its layout makes of it
};

} // namespace

spec::Kind jsonKind() {
    spec::Kind kind{.key = "json", .label = "JSON", .help = "Records as JSON: a list, one a line, or by column.", .settings = columnSettings()};
    kind.settings.push_back({.key = "records",
                             .label = "Records",
                             .help = "Where the list of records stands in an object, names with points between them, as in "
                                     "data.items. Where nothing is said it is the longest.",
                             .kind = spec::SettingKind::Text,
                             .fallback = std::string()});
    kind.settings.push_back({.key = "orient",
                             .label = "Outer names",
                             .help = "Of objects within an object: what the outer names are.",
                             .kind = spec::SettingKind::Choice,
                             .fallback = std::string("automatic"),
                             .choices = {{"automatic", "Automatic", "Those of columns where the inner ones count from 0; of rows where the outer ones do."},
                                         {"columns", "Columns", "{\"a\": {\"0\": 1, \"1\": 2}}"},
                                         {"rows", "Rows", "{\"0\": {\"a\": 1}, \"1\": {\"a\": 2}}"}}});
    return kind;
}

bool looksLikeJson(const std::string &path) {
    std::error_code failure;
    if (!fs::is_regular_file(path, failure))
        return false;
    for (const char *ending : {".json", ".jsonl", ".ndjson", ".geojson"})
        if (hasEnding(path, ending))
            return true;
    std::string text;
    for (const std::string &line : firstLines(path, 20))
        text.append(line).append(1, ' ');
    std::string_view start = trimmed(text);
    const bool isObject = start.starts_with('{');
    if (!isObject && !start.starts_with('['))
        return false;
    start = trimmed(start.substr(1));
    return !start.empty() && std::string_view(isObject ? "\"}" : "{[\"-0123456789nN]").find(start.front()) != std::string_view::npos &&
           (isObject ? start.find("\":") != std::string_view::npos || start.find("\" :") != std::string_view::npos : start.find(',') != std::string_view::npos);
}

bool beginsAsRecords(const std::string &path) {
    std::vector<std::string> lines = firstLines(path, 20);
    std::erase_if(lines, [](const std::string &line) { return isBlank(line); });
    return !lines.empty() && (trimmed(lines[0]).starts_with('[') || areLines(path));
}

Result<Dataset> readJsonRecords(const ReadOrder &order) try { return JsonReading(order).read(); } catch (const std::bad_alloc &) {
    return Error{"the data do not fit into memory", order.path, "Close other programs or use a smaller file."};
}

} // namespace hourglass::data
