// A unit of a layer, and what it is excited by: of a vector a number, of maps a channel, of a sequence of steps a feature of them.
#pragma once

#include "engine/core/types.h"

namespace hourglass::analysis {

using core::Index;

/// How many units a layer of this output has.
Index unitsOf(const core::Shape &output);
/// Numbers that one unit has in the output of one sample: pixels of its map, steps, or 1.
Index placesOf(const core::Shape &output);
/// The number of the unit at one of its places, in the output of one sample.
inline Index indexOf(const core::Shape &output, Index unit, Index place) {
    return output.rank == 2 ? place * output.extents[1] + unit : unit * placesOf(output) + place;
}
/// What it says to a sample: the mean over its places (the channel objective of Olah et al. 2017).
double activationOf(const core::Shape &output, const float *values, Index unit);

} // namespace hourglass::analysis
