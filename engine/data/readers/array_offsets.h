// Arrays whose numbers are kept as differences, because floats would merge or blur them.
#pragma once

#include <memory>
#include <vector>

#include "engine/core/result.h"
#include "engine/data/readers/array_set.h"
#include "engine/data/row_file.h"

namespace hourglass::data {

/// The offsets that the numbers of a sample need, as they lie, and `read` once more with these taken from them; nothing, and `read` as it is,
/// where none needs one; one for all of them, where they are common. An error where the array cannot be read again.
core::Result<std::vector<double>> takeOffsets(const ArraySet &set, int array, bool areCommon, const Progress &progress, Array &read);

/// The same of rows that stay in their file, by those of 10 000 rows or 64 MB.
core::Result<std::vector<double>> takeOffsets(std::shared_ptr<const RowFile> &rows, bool areCommon, const Progress &progress);

} // namespace hourglass::data
