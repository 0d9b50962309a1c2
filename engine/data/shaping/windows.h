// Rows in the order of time become series.
#pragma once

#include <optional>

#include "engine/core/result.h"
#include "engine/data/dataset.h"

namespace hourglass::data {

/// Each sample becomes `length` rows beside each other, rows i · step … i · step + length − 1: shape (length, columns), a sequence as layers
/// read it. Its label and factors are those of its last row, its number in the source is that of its first. The training part and the
/// source's own test part each by themselves. An error where samples are no rows, a part is shorter than a window, or the windows would be more
/// than memory should hold.
std::optional<core::Error> makeWindows(Dataset &dataset, Index length, Index step);

/// Leaves out of `part` the windows that share a row with one of `other`; returns how many.
Index dropOverlapping(Part &part, const Part &other, Index length);

} // namespace hourglass::data
