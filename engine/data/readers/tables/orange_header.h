// What the first lines of Orange's tables say of their columns.
#pragma once

#include <string>
#include <vector>

#include "engine/data/readers/tables/typed_table.h"

namespace hourglass::data {

enum class OrangeRole { Feature, Class, Meta, Ignored, Weight };

struct OrangeColumn {
    std::string name;
    TypedColumn::Type type = TypedColumn::Type::Unknown;
    OrangeRole role = OrangeRole::Feature;
};

struct OrangeHeader {
    std::vector<OrangeColumn> columns; ///< empty: this is no such table
    std::size_t lines = 0;
    char delimiter = '\t';
};

/// In three lines or in one. A file that cannot be read has none.
OrangeHeader orangeHeaderOf(const std::string &path);

/// The fields of a row, which may hold line breaks within quotes. Empty where quotes are not closed.
std::vector<std::string> cutOrangeRow(const std::string &row, char delimiter);

} // namespace hourglass::data
