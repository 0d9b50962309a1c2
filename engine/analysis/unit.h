// What excites a unit of a layer.
#pragma once

#include "engine/core/unit.h"

namespace hourglass::analysis {

using core::Index;
using core::indexOf;
using core::placesOf;
using core::unitsOf;

/// What it says to a sample: the mean over its places (the channel objective of Olah et al. 2017).
double activationOf(const core::Shape &output, const float *values, Index unit);

} // namespace hourglass::analysis
