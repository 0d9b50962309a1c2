#include "engine/data/readers/tables/orange.h"

#include <algorithm>
#include <array>
#include <deque>
#include <filesystem>
#include <new>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/data/readers/tables/typed_table.h"
#include "engine/data/readers/text_lines.h"
#include "engine/data/shown_name.h"

namespace hourglass::data {

using core::Error;
using core::Result;
using Type = TypedColumn::Type;
namespace fs = std::filesystem;

namespace {

struct TypeWord {
    const char *word;
    Type type;
};
constexpr TypeWord typeWords[] = {{"d", Type::Nominal},
                                  {"discrete", Type::Nominal},
                                  {"categorical", Type::Nominal},
                                  {"c", Type::Number},
                                  {"continuous", Type::Number},
                                  {"numeric", Type::Number},
                                  {"n", Type::Number},
                                  {"s", Type::Text},
                                  {"string", Type::Text},
                                  {"text", Type::Text},
                                  {"t", Type::Date},
                                  {"time", Type::Date},
                                  {"datetime", Type::Date}};

constexpr std::size_t mostBreaks = 30; ///< of lines within quotes

enum class Role { Feature, Class, Meta, Ignored, Weight };
struct RoleWord {
    const char *word;
    Role role;
};
constexpr RoleWord roleWords[] = {{"class", Role::Class},    {"c", Role::Class},   {"meta", Role::Meta},     {"m", Role::Meta},
                                  {"ignore", Role::Ignored}, {"i", Role::Ignored}, {"weight", Role::Weight}, {"w", Role::Weight}};

struct Column {
    std::string name;
    Type type = Type::Unknown;
    Role role = Role::Feature;
};

std::vector<std::string> cut(const std::string &line, char delimiter) {
    CsvDialect dialect{.delimiter = delimiter};
    const std::vector<CsvRow> rows = firstRows(line + '\n', dialect, 1);
    if (rows.empty())
        return std::vector<std::string>(static_cast<std::size_t>(std::count(line.begin(), line.end(), delimiter)) + 1);
    return rows.front().isUnclosed ? std::vector<std::string>() : rows.front().fields;
}

/// Words between blanks; a blank behind a backslash belongs to its word.
std::vector<std::string> wordsOf(const std::string &text) {
    std::vector<std::string> words;
    bool isWithin = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == ' ') {
            isWithin = false;
            continue;
        }
        if (!isWithin)
            words.emplace_back();
        isWithin = true;
        if (text[i] == '\\' && i + 1 < text.size())
            ++i;
        words.back() += text[i];
    }
    return words;
}

/// A type, or the values of a discrete column.
bool readType(const std::string &text, Column &column) {
    if (text.empty())
        return true;
    const std::string small = lowerCase(text);
    for (const TypeWord &known : typeWords)
        if (small == known.word) {
            column.type = known.type;
            return true;
        }
    column.type = Type::Nominal;
    return wordsOf(text).size() > 1;
}

/// Roles and attributes such as unit=cm.
bool readRoles(const std::string &text, Column &column) {
    for (const std::string &word : wordsOf(text)) {
        const auto known = std::find_if(std::begin(roleWords), std::end(roleWords),
                                        [&](const RoleWord &role) { return lowerCase(word) == role.word; });
        if (known != std::end(roleWords))
            column.role = known->role;
        else if (word.find('=') == std::string::npos)
            return false;
    }
    return true;
}

/// "mS#name": one letter for the role and one for the type, in any order, of which one is enough.
bool readPrefix(const std::string &text, Column &column) {
    column.name = text;
    const std::size_t sign = text.find('#');
    if (sign == std::string::npos)
        return true;
    if (sign == 0 || sign > 2 || sign + 1 == text.size())
        return false;
    for (const char letter : text.substr(0, sign)) {
        const std::string word(1, letter);
        const bool isType = letter >= 'A' && letter <= 'Z';
        if (isType ? !readType(lowerCase(word), column) : !readRoles(word, column))
            return false;
    }
    column.name = text.substr(sign + 1);
    return true;
}

struct Header {
    std::vector<Column> columns; ///< empty: this is no such table
    std::size_t lines = 0;
    char delimiter = '\t';
};

std::optional<Header> inThreeLines(const std::array<std::vector<std::string>, 3> &cells, bool isNamed) {
    Header header{std::vector<Column>(cells[0].size()), 3};
    bool hasType = false, hasRole = false;
    for (std::size_t i = 0; i < cells[0].size(); ++i) {
        Column &column = header.columns[i];
        column.name = cells[0][i];
        const std::string type = i < cells[1].size() ? cells[1][i] : std::string(),
                          role = i < cells[2].size() ? cells[2][i] : std::string();
        if (!readType(type, column) || !readRoles(role, column))
            return {};
        hasType = hasType || (!type.empty() && wordsOf(type).size() == 1);
        hasRole = hasRole || !role.empty();
    }
    const bool isSound = cells[1].size() <= cells[0].size() && cells[2].size() <= cells[0].size();
    return isSound && hasType && (hasRole || isNamed) ? std::optional(header) : std::nullopt;
}

std::optional<Header> inOneLine(const std::vector<std::string> &cells) {
    Header header{std::vector<Column>(cells.size()), 1};
    bool hasPrefix = false;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (!readPrefix(cells[i], header.columns[i]))
            return {};
        hasPrefix = hasPrefix || header.columns[i].name != cells[i];
    }
    return hasPrefix ? std::optional(header) : std::nullopt;
}

Header headerOf(const std::string &path) {
    const std::vector<std::string> lines = firstLines(path, 3);
    if (lines.empty())
        return {};
    for (const char delimiter : {'\t', ','}) {
        const std::vector<std::string> first = cut(lines[0], delimiter);
        if (first.size() < 2)
            continue;
        std::optional<Header> header;
        if (lines.size() == 3)
            header = inThreeLines({first, cut(lines[1], delimiter), cut(lines[2], delimiter)}, hasEnding(path, ".tab"));
        if (!header)
            header = inOneLine(first);
        if (header) {
            header->delimiter = delimiter;
            return *header;
        }
    }
    return {};
}

std::string reasonOf(Role role) {
    return role == Role::Meta      ? "the file says that it is a meta attribute"
           : role == Role::Ignored ? "the file says that it is to be ignored"
           : role == Role::Weight  ? "the file says that it is a weight"
                                   : "";
}

TypedTable tableOf(const Header &header) {
    std::vector<TypedColumn> columns;
    Index label = -1;
    for (std::size_t i = 0; i < header.columns.size(); ++i) {
        const Column &column = header.columns[i];
        columns.push_back({column.name, column.type, reasonOf(column.role)});
        if (column.role != Role::Class || column.type == Type::Number)
            continue;
        if (label < 0)
            label = static_cast<Index>(i);
        else
            columns.back().leftOut = "it is a further class";
    }
    return TypedTable(std::move(columns), label);
}

/// As Orange reads them besides those of delimited text.
bool isMissing(const std::string &text) {
    return text == "." || text == "~" || text == "*";
}

/// Rows behind the header. Quotes may hold line breaks, unless they are closed nowhere near: then the row ends with its line.
class OrangeRows {
public:
    OrangeRows(TextLines lines, const Header &header) : m_lines(std::move(lines)), m_header(header) {}

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
            row = isEnd ? std::vector<std::string>() : cut(text, m_header.delimiter);
            if (isEnd || !row.empty()) {
                m_ahead.erase(m_ahead.begin(), m_ahead.begin() + static_cast<std::ptrdiff_t>(isEnd ? 1 : taken + 1));
                return true;
            }
        }
    }
    Index line() const { return m_line; } ///< in which the row begins

private:
    TextLines m_lines;
    const Header &m_header;
    std::deque<std::pair<Index, std::string>> m_ahead;
    Index m_line = 0;
};

} // namespace

spec::Kind orangeKind() {
    return {.key = "orange",
            .label = "Orange",
            .help = "A table that says the types and roles of its columns.",
            .settings = columnSettings()};
}

bool looksLikeOrange(const std::string &path) {
    return !headerOf(path).columns.empty();
}

Result<Dataset> readOrange(const ReadOrder &order) try {
    const Header header = headerOf(order.path);
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
        std::replace_if(row.begin(), row.end(), isMissing, std::string());
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
