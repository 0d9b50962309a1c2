// A unit of a layer, by the shape of the layer's output: of a vector a number, of maps a channel, of a sequence of steps a feature of them.
#pragma once

#include "engine/core/types.h"

namespace hourglass::core {

/// How many units a layer of this output has.
inline Index unitsOf(const Shape &output) {
    return output.rank == 2 ? output.extents[1] : output.extents[0];
}

/// Numbers that one unit has in the output of one sample: pixels of its map, steps, or 1.
inline Index placesOf(const Shape &output) {
    return output.size() / unitsOf(output);
}

/// The number of the unit at one of its places, in the output of one sample.
inline Index indexOf(const Shape &output, Index unit, Index place) {
    return output.rank == 2 ? place * output.extents[1] + unit : unit * placesOf(output) + place;
}

} // namespace hourglass::core
