#include "engine/data/readers/tables/orange_header.h"

#include <algorithm>
#include <array>
#include <optional>

#include "engine/data/readers/text_lines.h"

namespace hourglass::data {

using Type = TypedColumn::Type;

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

struct RoleWord {
    const char *word;
    OrangeRole role;
};
constexpr RoleWord roleWords[] = {{"class", OrangeRole::Class},    {"c", OrangeRole::Class},   {"meta", OrangeRole::Meta},     {"m", OrangeRole::Meta},
                                  {"ignore", OrangeRole::Ignored}, {"i", OrangeRole::Ignored}, {"weight", OrangeRole::Weight}, {"w", OrangeRole::Weight}};

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
bool readType(const std::string &text, OrangeColumn &column) {
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
bool readRoles(const std::string &text, OrangeColumn &column) {
    for (const std::string &word : wordsOf(text)) {
        const auto known = std::find_if(std::begin(roleWords), std::end(roleWords), [&](const RoleWord &role) { return lowerCase(word) == role.word; });
        if (known != std::end(roleWords))
            column.role = known->role;
        else if (word.find('=') == std::string::npos)
            return false;
    }
    return true;
}

/// "mS#name": one letter for the role and one for the type, in any order, of which one is enough.
bool readPrefix(const std::string &text, OrangeColumn &column) {
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

std::optional<OrangeHeader> inThreeLines(const std::array<std::vector<std::string>, 3> &cells, bool isNamed) {
    OrangeHeader header{std::vector<OrangeColumn>(cells[0].size()), 3};
    bool hasType = false, hasRole = false;
    for (std::size_t i = 0; i < cells[0].size(); ++i) {
        OrangeColumn &column = header.columns[i];
        column.name = cells[0][i];
        const std::string type = i < cells[1].size() ? cells[1][i] : std::string(), role = i < cells[2].size() ? cells[2][i] : std::string();
        if (!readType(type, column) || !readRoles(role, column))
            return {};
        hasType = hasType || (!type.empty() && wordsOf(type).size() == 1);
        hasRole = hasRole || !role.empty();
    }
    const bool isSound = cells[1].size() <= cells[0].size() && cells[2].size() <= cells[0].size();
    return isSound && hasType && (hasRole || isNamed) ? std::optional(header) : std::nullopt;
}

std::optional<OrangeHeader> inOneLine(const std::vector<std::string> &cells) {
    OrangeHeader header{std::vector<OrangeColumn>(cells.size()), 1};
    bool hasPrefix = false;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (!readPrefix(cells[i], header.columns[i]))
            return {};
        hasPrefix = hasPrefix || header.columns[i].name != cells[i];
    }
    return hasPrefix ? std::optional(header) : std::nullopt;
}

} // namespace

std::vector<std::string> cutOrangeRow(const std::string &line, char delimiter) {
    CsvDialect dialect{.delimiter = delimiter};
    const std::vector<CsvRow> rows = firstRows(line + '\n', dialect, 1);
    if (rows.empty())
        return std::vector<std::string>(static_cast<std::size_t>(std::count(line.begin(), line.end(), delimiter)) + 1);
    return rows.front().isUnclosed ? std::vector<std::string>() : rows.front().fields;
}

OrangeHeader orangeHeaderOf(const std::string &path) {
    const std::vector<std::string> lines = firstLines(path, 3);
    if (lines.empty())
        return {};
    for (const char delimiter : {'\t', ','}) {
        const std::vector<std::string> first = cutOrangeRow(lines[0], delimiter);
        if (first.size() < 2)
            continue;
        std::optional<OrangeHeader> header;
        if (lines.size() == 3)
            header = inThreeLines({first, cutOrangeRow(lines[1], delimiter), cutOrangeRow(lines[2], delimiter)}, hasEnding(path, ".tab"));
        if (!header)
            header = inOneLine(first);
        if (header) {
            header->delimiter = delimiter;
            return *header;
        }
    }
    return {};
}

} // namespace hourglass::data
