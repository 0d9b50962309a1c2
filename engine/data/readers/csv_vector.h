// Several numbers in one field: "70 80 82", "[0.1, -0.2]", "0.1;0.2", as pictures and embeddings are kept in tables.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/data/readers/csv_dialect.h"

namespace hourglass::data {

/// Appends the numbers of a field, which stand between blanks, commas, semicolons or bars, perhaps in brackets; false where anything in it is no
/// finite number, and then what was appended is worth nothing.
bool readVector(std::string_view text, char point, std::vector<float> &numbers);

/// How many numbers a field holds that is nothing but numbers, and two of them at least; 0 for all others.
std::size_t vectorLength(std::string_view text, char point);

/// What the first rows say of a column.
struct CsvVectors {
    std::size_t length = 0;                ///< numbers in each field; 0: the column holds no such fields, or they differ
    std::size_t shortest = 0, longest = 0; ///< where they differ; 0: it holds none
    bool areBytes = true;                  ///< all are whole and from 0 to 255
    float highest = 0.0f;
};
CsvVectors vectorsIn(const std::vector<CsvRow> &rows, std::size_t column, char point);

} // namespace hourglass::data
