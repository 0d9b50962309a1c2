// Patches of an image as bfloat16 operands of mixed.h. The image is rounded once, and its numbers are then laid out as often as patches have them:
// the same bits as rounding the matrix of patches.
#pragma once

#include "engine/kernels/mixed.h"

namespace hourglass::kernels {

/// Numbers behind the image that the next two may read, and behind what they write that they may overwrite.
constexpr Index patchSlack = mixedChunk;

/// Panels whose columns are the positions and whose depth is that of the patches; a pair of the depth lies for all positions together, `pairStride`
/// numbers from the next one. Pairs that the last chunk has beyond are zero. `patches.stride` says nothing here.
HOURGLASS_KERNEL void gatherPanels(MixedPath path, const Patches &patches, const std::uint16_t *image, std::uint16_t *panels, Index pairStride);

/// Rows of operands, one for each depth of the patches, with a number for each position; what the last chunk has beyond is zero.
HOURGLASS_KERNEL void gatherRows(MixedPath path, const Patches &patches, const std::uint16_t *image, std::uint16_t *rows, Index rowStride);

} // namespace hourglass::kernels
