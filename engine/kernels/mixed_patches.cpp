#include "engine/kernels/mixed_patches.h"

#include <algorithm>

#include "engine/kernels/mixed_paths.h"

namespace hourglass::kernels {

namespace {

bool isFor(MixedPath path, const Patches &patches) {
    return path != MixedPath::Software && patches.columnStep <= 2;
}

/// to[i · spread] = the numbers that the positions have of one depth.
void gatherDepth(const Patches &patches, const std::uint16_t *image, std::uint16_t *to, Index spread) {
    for (Index row = 0; row < patches.rows; ++row, image += patches.rowStep, to += patches.columns * spread)
        for (Index i = 0; i < patches.columns; ++i)
            to[i * spread] = image[i * patches.columnStep];
}

} // namespace

void gatherPanels(MixedPath path, const Patches &patches, const std::uint16_t *image, std::uint16_t *panels, Index pairStride) {
    if (isFor(path, patches)) {
        gatherPanelsAvx512(patches, image, panels, pairStride);
    } else {
        for (Index depth = 0; depth < patches.depths; ++depth)
            gatherDepth(patches, image + patches.offsets[depth], panels + depth / 2 * pairStride + depth % 2, 2);
        if (patches.depths % 2 != 0)
            for (Index position = 0; position < patches.rows * patches.columns; ++position)
                panels[patches.depths / 2 * pairStride + 2 * position + 1] = 0;
    }
    for (Index pair = (patches.depths + 1) / 2; pair < chunksOf(patches.depths) * mixedChunk / 2; ++pair)
        std::fill_n(panels + pair * pairStride, 2 * patches.rows * patches.columns, std::uint16_t{0});
}

void gatherRows(MixedPath path, const Patches &patches, const std::uint16_t *image, std::uint16_t *rows, Index rowStride) {
    if (isFor(path, patches))
        return gatherRowsAvx512(patches, image, rows, rowStride);
    const Index positions = patches.rows * patches.columns;
    for (Index depth = 0; depth < patches.depths; ++depth) {
        gatherDepth(patches, image + patches.offsets[depth], rows + depth * rowStride, 1);
        std::fill(rows + depth * rowStride + positions, rows + depth * rowStride + chunksOf(positions) * mixedChunk, std::uint16_t{0});
    }
}

} // namespace hourglass::kernels
