// Numbers that are trained on, back in those of the source, as exactly as these are known.
#pragma once

#include "engine/data/dataset.h"

namespace hourglass::data {

/// As Dataset::invert, with the offsets added, in double: `features` numbers of the sample of this part, its own or its reconstruction.
void toSource(const Dataset &dataset, const Part &part, Index sample, const float *scaled, double *original);

/// The offset of a feature, or 0.
inline double offsetOf(const Dataset &dataset, Index feature) {
    return dataset.offsets.empty() ? 0.0 : dataset.offsets[static_cast<std::size_t>(feature)];
}

} // namespace hourglass::data
