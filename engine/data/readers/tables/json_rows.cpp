#include "engine/data/readers/tables/json_rows.h"

#include <algorithm>
#include <string_view>

#include "engine/data/readers/csv_pass.h"

namespace hourglass::data {

using core::Error;
using core::Result;
using NodeType = JsonNode::Type;

namespace {

constexpr std::size_t mostColumns = 65537; // as many as delimited text may have
constexpr std::size_t longestText = 60'000;

bool areTexts(const JsonNode &list) {
    return !list.children.empty() && std::all_of(list.children.begin(), list.children.end(), [](const JsonNode &node) { return node.type == NodeType::Text; });
}

} // namespace

std::optional<Error> JsonRows::put(const JsonNode &node, const std::string &name, int depth) {
    for (std::size_t i = 0; i < node.children.size(); ++i) {
        const std::string own = node.type == NodeType::Object ? node.keys[i] : std::to_string(i);
        std::string inner = own;
        if (depth > 0)
            inner.insert(0, name + ".");
        if (auto error = put(node.children[i], inner, depth + 1))
            return error;
    }
    if (!node.isSingle())
        return {};
    const auto [found, isNew] = m_numbers.emplace(name, static_cast<std::uint32_t>(m_names.size()));
    if (isNew) {
        if (m_names.size() == mostColumns)
            return Error{"line " + std::to_string(node.line) + ": the records have more than " + std::to_string(mostColumns) + " different fields", m_path,
                         "Save records that all have the same fields."};
        m_names.push_back(name);
    }
    if (node.type == NodeType::Missing)
        return {};
    const std::string_view text = std::string_view(node.text).substr(0, longestText);
    m_cells.push_back({found->second, static_cast<std::uint32_t>(text.size())});
    m_texts += text;
    return {};
}

std::optional<Error> JsonRows::endRow(Index line) {
    m_ends.push_back(m_cells.size());
    m_lines.push_back(line);
    const std::size_t bytes = m_texts.size() + m_cells.size() * sizeof(Cell) + m_ends.size() * 16;
    if (static_cast<double>(bytes) > physicalMemory() / 3)
        return Error{"the records take more memory than the machine has", m_path, "Use a part of the file."};
    return {};
}

std::optional<Error> JsonRows::add(const JsonNode &record) {
    if (m_ends.empty())
        m_beginsWithNames = record.type == NodeType::List && areTexts(record);
    else if (m_ends.size() == 1)
        m_beginsWithNames = m_beginsWithNames && record.type == NodeType::List && !areTexts(record);
    m_areLists = m_areLists && record.type != NodeType::Object;
    if (auto error = put(record, {}, 0))
        return error;
    return endRow(record.line);
}

std::optional<Error> JsonRows::add(const std::vector<std::pair<std::string, const JsonNode *>> &row, Index line) {
    m_areLists = false;
    for (const auto &[name, node] : row)
        if (auto error = put(*node, name, 1))
            return error;
    return endRow(line);
}

Result<TypedTable> JsonRows::table() const {
    std::vector<TypedColumn> columns(m_names.size());
    for (std::size_t i = 0; i < columns.size(); ++i)
        columns[i].name = m_areLists ? std::string() : m_names[i];
    std::vector<std::string> row;
    std::size_t cell = 0, at = 0, number = 0;
    const auto next = [&, width = columns.size()] {
        row.assign(width, {});
        for (; cell < m_ends[number]; at += m_cells[cell++].length)
            row[m_cells[cell].column].assign(m_texts, at, m_cells[cell].length);
        ++number;
    };
    if (m_beginsWithNames && m_ends.size() > 1) {
        next();
        for (std::size_t i = 0; i < columns.size(); ++i)
            columns[i].name = row[i];
    }
    TypedTable table(std::move(columns), -1, !m_parts.empty());
    std::size_t begun = 0;
    while (number < m_ends.size()) {
        const Index line = m_lines[number];
        while (begun < m_parts.size() && m_parts[begun].first <= number)
            ++begun;
        const PartKind part = begun == 0 ? PartKind::Train : m_parts[begun - 1].second;
        next();
        if (auto error = table.add(row, line, m_path, part))
            return *error;
    }
    return table;
}

} // namespace hourglass::data
