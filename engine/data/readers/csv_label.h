// Which column of a delimited text holds the classes, by its name or by how its first rows vary.
#pragma once

#include <vector>

#include "engine/data/readers/csv_columns.h"
#include "engine/data/readers/csv_look.h"

namespace hourglass::data {

struct CsvLabel {
    Index column = -1;      ///< or -1: none
    bool isGuessed = false; ///< neither its name nor the pixels beside it say so: it is told as a doubt
};

/// `looks` are those of the table's columns, whose names are known.
CsvLabel findLabel(const std::vector<CsvLook> &looks, const CsvTable &table, bool hasHeader);

} // namespace hourglass::data
