// Rows in the order of time become series.
#pragma once

#include <optional>
#include <vector>

#include "engine/core/result.h"
#include "engine/data/dataset.h"

namespace hourglass::data {

struct Windows {
    Index length = 0, step = 0; ///< in rows; 0: samples are what the source says they are
    /// Of each row of the training part, by its number: its place where the rows of each group stand one behind another; −1 for numbers that are of
    /// no such row.
    std::vector<Index> places;

    bool overlap() const { return step < length; }
};

/// Each sample becomes `length` rows beside each other, in their order: shape (length, columns), a sequence as layers read it. The rows are
/// those of one group, each a window's length from its first row on and every `step` further, whether the group's rows stand together or not;
/// groups without so many rows are left out, and told. A window's label and factors are those of its last row, its number in the source is
/// that of its first, and windows stand in the order of these. Each part that the source has by itself. Sets `places`. An error where samples
/// are no rows, a part has no window, or the windows would be more than memory should hold.
std::optional<core::Error> makeWindows(Dataset &dataset, Windows &windows);

/// Leaves out of `part` the windows that share a row with one of `other`; both are of the source's training part. Returns how many.
Index dropOverlapping(Part &part, const Part &other, const Windows &windows);

} // namespace hourglass::data
