// Tables that are parts of one data set, with their classes and groups in files beside them.
#pragma once

#include <string>

#include "engine/core/result.h"
#include "engine/data/readers/reader.h"

namespace hourglass::data {

/// The settings of delimited text, and whether what lies beside a file is taken.
spec::Kind textSetKind();

/// A folder or a training table of which findTextSets() knows a set; no folder of pictures.
bool looksLikeTextSet(const std::string &path);

/// How the text is written and what its columns hold is found from the training table, and holds for all. Columns are matched by
/// their names: one that the other parts lack is the label where it can be one, and is left out otherwise. A table that does not
/// match, or a file beside it with another number of rows, is left out, and a remark says why. An error where a folder holds
/// several sets.
core::Result<Dataset> readTextSet(const ReadOrder &order);

} // namespace hourglass::data
