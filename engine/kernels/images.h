// Images of several channels, row by row.
#pragma once

#include "engine/kernels/kernels.h"

namespace hourglass::kernels {

/// Where the rows of an image lie: element (channel, row, column) is at channel · channelStep + row · rowStep + column.
struct ImageRows {
    Index rowStep, channelStep;
};
HOURGLASS_KERNEL void copyImage(Index channels, Index rows, Index columns, const float *from, const ImageRows &fromRows, float *to, const ImageRows &toRows);

} // namespace hourglass::kernels
