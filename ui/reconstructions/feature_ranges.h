// Columns of a table whose numbers differ in size: in a chart of the source's numbers the largest would be all that is seen.
#pragma once

#include <memory>
#include <vector>

#include "engine/analysis/pictures.h"

namespace hourglass::ui {

/// What the first `columns` samples of a picture reach in each feature; empty where the widest range is at most five times the narrowest, which
/// one axis shows as well. A feature that is the same in all of them has the range 1.
std::vector<core::Range> unlikeRanges(const analysis::ReconstructionPicture &picture, int columns);

/// The picture with each feature between 0 and 1 of its range; errors are in shares of it then.
std::shared_ptr<const analysis::ReconstructionPicture> withinRanges(const analysis::ReconstructionPicture &picture, const std::vector<core::Range> &ranges);

} // namespace hourglass::ui
