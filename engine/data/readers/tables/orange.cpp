#include "engine/data/readers/tables/orange.h"

#include <algorithm>
#include <deque>
#include <filesystem>
#include <new>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/data/readers/tables/orange_header.h"
#include "engine/data/readers/tables/typed_table.h"
#include "engine/data/readers/text_lines.h"
#include "engine/data/shown_name.h"

namespace hourglass::data {

using core::Error;
using core::Result;
using ColumnType = TypedColumn::Type;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t mostBreaks = 30; ///< of lines within quotes

std::string reasonOf(OrangeRole role) {
    return role == OrangeRole::Meta      ? "the file says that it is a meta attribute"
           : role == OrangeRole::Ignored ? "the file says that it is to be ignored"
           : role == OrangeRole::Weight  ? "the file says that it is a weight"
                                         : "";
}

TypedTable tableOf(const OrangeHeader &header) {
    std::vector<TypedColumn> columns;
    Index label = -1;
    for (std::size_t i = 0; i < header.columns.size(); ++i) {
        const OrangeColumn &column = header.columns[i];
        columns.push_back({column.name, column.type, reasonOf(column.role)});
        if (column.role != OrangeRole::Class || column.type == ColumnType::Number)
            continue;
        if (label < 0)
            label = static_cast<Index>(i);
        else
            columns.back().leftOut = "it is a further class";
    }
    return TypedTable(std::move(columns), label);
}

/// As Orange reads them besides those of delimited text.
bool isMissingWord(const std::string &text) {
    return text == "." || text == "~" || text == "*";
}

/// Rows behind the header. Quotes may hold line breaks, unless they are closed nowhere near: then the row ends with its line.
class OrangeRows {
public:
    OrangeRows(TextLines lines, const OrangeHeader &header) : m_lines(std::move(lines)), m_header(header) {}

    /// False at the end. A row whose quotes are not closed is empty.
    Result<bool> next(std::vector<std::string> &row) {
        std::string text;
        for (std::size_t taken = 0;; ++taken) {
            while (m_ahead.size() <= taken) {
                std::string_view line;
                const auto isThere = m_lines.next(line);
                if (!isThere)
                    return isThere.error();
                if (!*isThere)
                    break;
                if (static_cast<std::size_t>(m_lines.number()) > m_header.lines && (taken > 0 || !trimmed(line).empty()))
                    m_ahead.emplace_back(m_lines.number(), line);
            }
            if (m_ahead.empty())
                return false;
            if (taken == 0)
                m_line = m_ahead.front().first;
            const bool isEnd = taken == m_ahead.size() || text.size() > longestCsvQuoted || taken > mostBreaks;
            if (!isEnd)
                text.append(taken == 0 ? "" : "\n").append(m_ahead[taken].second);
            if (!isEnd && taken > 0 && m_ahead[taken].second.find('"') == std::string::npos)
                continue; // nothing in it closes them
            row = isEnd ? std::vector<std::string>() : cutOrangeRow(text, m_header.delimiter);
            if (isEnd || !row.empty()) {
                m_ahead.erase(m_ahead.begin(), m_ahead.begin() + static_cast<std::ptrdiff_t>(isEnd ? 1 : taken + 1));
                return true;
            }
        }
    }
    Index line() const { return m_line; } ///< in which the row begins

private:
    TextLines m_lines;
    const OrangeHeader &m_header;
    std::deque<std::pair<Index, std::string>> m_ahead;
    Index m_line = 0;
};

} // namespace

spec::Kind orangeKind() {
    return {.key = "orange", .label = "Orange", .help = "A table that says the types and roles of its columns.", .settings = columnSettings()};
}

bool looksLikeOrange(const std::string &path) {
    return !orangeHeaderOf(path).columns.empty();
}

Result<Dataset> readOrange(const ReadOrder &order) try {
    const OrangeHeader header = orangeHeaderOf(order.path);
    auto lines = TextLines::open(order.path, order.progress.between(0.0, 0.5));
    if (!lines)
        return lines.error();
    TypedTable table = tableOf(header);
    OrangeRows rows(std::move(*lines), header);
    std::vector<std::string> row;
    while (true) {
        const auto isThere = rows.next(row);
        if (!isThere)
            return isThere.error();
        if (!*isThere)
            break;
        if (row.empty()) {
            table.leaveOut({"the quotes opened here are not closed; the row is left out", {}, rows.line()});
            continue;
        }
        while (row.size() > header.columns.size() && row.back().empty())
            row.pop_back();
        row.resize(std::max(row.size(), header.columns.size())); // what is not there at the end of a row is missing
        std::replace_if(row.begin(), row.end(), isMissingWord, std::string());
        if (auto error = table.add(row, rows.line(), order.path))
            return *error;
    }
    ReadOrder rest = order;
    rest.progress = order.progress.between(0.5, 1.0);
    auto dataset = readTyped(table, "Orange", rest);
    if (dataset)
        dataset->title = shownName(fs::path(order.path).filename().string());
    return dataset;
} catch (const std::bad_alloc &) {
    return Error{"the data do not fit into memory", order.path, "Close other programs or use a smaller file."};
}

} // namespace hourglass::data
