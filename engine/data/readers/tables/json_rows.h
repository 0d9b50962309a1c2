// Records of JSON as rows of a table: what is nested gets names with points, address.city and pixels.0; columns stand in the
// order in which they first come.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/core/result.h"
#include "engine/data/readers/tables/json_tree.h"
#include "engine/data/readers/tables/typed_table.h"

namespace hourglass::data {

class JsonRows {
public:
    explicit JsonRows(std::string path) : m_path(std::move(path)) {}

    /// Takes a record, or a list or a single value, whose columns have no names. An error where there are too many columns or too
    /// much for memory.
    std::optional<core::Error> add(const JsonNode &record);
    /// A row of a table that stands column by column: values of columns that were named before.
    std::optional<core::Error> add(const std::vector<std::pair<std::string, const JsonNode *>> &row, Index line);
    /// Of what is added from now on: the part of a file that has several.
    void beginPart(PartKind part) { m_parts.emplace_back(m_ends.size(), part); }
    bool isEmpty() const { return m_ends.empty(); }

    /// All rows; what a record does not have is missing. A first list of texts alone above others names the columns.
    core::Result<TypedTable> table() const;

private:
    struct Cell {
        std::uint32_t column, length;
    };

    std::optional<core::Error> put(const JsonNode &node, const std::string &name, int depth);
    std::optional<core::Error> endRow(Index line);

    std::string m_path;
    std::unordered_map<std::string, std::uint32_t> m_numbers;
    std::vector<std::string> m_names;
    std::vector<Cell> m_cells;
    std::string m_texts;                                   ///< of all cells, one behind another
    std::vector<std::size_t> m_ends;                       ///< of each row, in cells
    std::vector<Index> m_lines;                            ///< of each row
    std::vector<std::pair<std::size_t, PartKind>> m_parts; ///< (row, part) wherever a part begins; none: the file has no parts
    bool m_areLists = true, m_beginsWithNames = false;
};

} // namespace hourglass::data
