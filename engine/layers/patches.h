// The geometry of a convolution: which numbers of an image each position of the kernel meets.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/result.h"
#include "engine/core/types.h"
#include "engine/kernels/mixed_patches.h"

namespace hourglass::layers {

using core::Index;
using core::Shape;

/// Along one side: `padding` −1 stands for "same" (⌈extent / stride⌉ positions, what is missing divided before and behind, the odd one
/// behind).
struct Extent {
    Index extent = 1, kernel = 1, stride = 1, dilation = 1;
    Index padding = 0;
    Index before = 0, behind = 0; ///< zeros added
    Index positions = 0;

    Index reach() const { return dilation * (kernel - 1) + 1; }
    Index padded() const { return before + extent + behind; }
    /// Works out before, behind and positions; positions is 0 where the kernel reaches further than there is.
    void settle();
};

/// Patches of the channels of an image, laid out as a matrix of positions × (channels · kernel), channel by channel and row by row of the
/// kernel, as the weights in files are.
class PatchGeometry {
public:
    PatchGeometry(Index channels, Extent rows, Extent columns);

    Index channels() const { return m_channels; }
    Index positions() const { return m_rows.positions * m_columns.positions; }
    Index depths() const { return m_channels * m_rows.kernel * m_columns.kernel; }
    /// Floats of the padded image, and of the matrix.
    Index imageFloats() const;
    Index matrixFloats() const { return stride() * depths(); }
    Index stride() const { return core::strideOf(positions()); }

    /// The matrix of an image (channels × height × width, flat); `padded` holds imageFloats() of work space.
    void gather(const float *image, float *padded, float *matrix) const;
    /// The adjoint: image = the sums of what the positions say; `padded` as above.
    void scatter(const float *matrix, float *padded, float *image) const;

    /// Numbers of the padded image in bfloat16, of panels and of rows of its patches, with what may be touched behind them.
    Index roundedImageSize() const { return kernels::chunksOf(imageFloats() + kernels::patchSlack) * kernels::mixedChunk; } ///< whole cache lines
    Index panelsSize() const { return kernels::chunksOf(depths()) * kernels::mixedChunk / 2 * pairStride() + kernels::patchSlack; }
    Index rowsSize() const { return kernels::rowsSize(depths(), positions()) + kernels::patchSlack; }
    /// From one pair of the depth to the next in panels: whole groups, an odd number of cache lines.
    Index pairStride() const { return (kernels::groupsOf(positions()) | 1) * 2 * kernels::mixedGroup; }
    /// The image padded and rounded.
    void round(kernels::MixedPath path, const float *image, std::uint16_t *padded) const;
    /// What products read of a rounded image (`kernels/mixed_patches.h`): rows are rowStrideOf(positions()) apart.
    void gatherPanels(kernels::MixedPath path, const std::uint16_t *padded, std::uint16_t *panels) const;
    void gatherRows(kernels::MixedPath path, const std::uint16_t *padded, std::uint16_t *rows) const;

private:
    kernels::Patches patches() const;
    bool isPadded() const;

    Index m_channels;
    Extent m_rows, m_columns;
    std::vector<std::int32_t> m_depthOffsets;
};

} // namespace hourglass::layers
