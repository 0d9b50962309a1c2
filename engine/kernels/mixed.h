// Products of bfloat16 operands with sums in float32, and what rounds operands and lays them out for that. One layout serves every path, so
// that whoever has operands need not know which one is taken. Rounding is to the nearest, ties to even; denormals become zero and
// not-a-number stays so, as the processors' own conversion has it: the same bits on each path. Sums differ between paths, each in a
// fixed order of its own.
#pragma once

#include <cstdint>

#include "engine/kernels/kernels.h"

namespace hourglass::kernels {

/// Software means the same at every level of the instruction set, and is no faster than single precision.
enum class MixedPath : int { Software, Avx512Bf16, Amx };

/// Whether processor and system have what the path needs. Asking for Amx asks the kernel for its permission, once for the process.
HOURGLASS_KERNEL bool isSupported(MixedPath path);

/// The depth of products comes in chunks of so many numbers; what is missing in the last is zero.
constexpr Index mixedChunk = 32;
constexpr Index mixedGroup = 16; ///< columns of a panel that lie together

constexpr Index chunksOf(Index depth) {
    return (depth + mixedChunk - 1) / mixedChunk;
}
constexpr Index groupsOf(Index columns) {
    return (columns + mixedGroup - 1) / mixedGroup;
}
/// Numbers of one chunk of a group.
constexpr Index mixedTile = mixedChunk * mixedGroup;
/// Numbers of panels of so many columns: group after group, in each chunk after chunk, in each pair after pair of the depth, the pair of each
/// column beside that of the next.
constexpr Index panelSize(Index columns, Index depth) {
    return groupsOf(columns) * chunksOf(depth) * mixedTile;
}
/// Numbers from one row of operands to the next, and of so many rows: products read them in sixteens.
constexpr Index rowStrideOf(Index depth) {
    return chunksOf(depth) * mixedChunk + (chunksOf(depth) % 2 == 0 ? mixedChunk : 0);
}
constexpr Index rowsSize(Index rows, Index depth) {
    return (rows + 15) / 16 * 16 * rowStrideOf(depth);
}

/// c[m × n] = Σ a(m, k) b(k, n), column-major: a in panels, b in rows, both bfloat16. Rows of b beyond n may be read, up to the next
/// sixteen; rows of c beyond m are left alone.
struct MixedProduct {
    Index m, n, chunks;
    const std::uint16_t *panels;
    Index groupStride, panelChunkStride; ///< numbers from one group, or chunk, to the next
    const std::uint16_t *rows;
    Index rowStride, rowChunkStride;
    float *c;
    Index cStride;
    bool accumulate;
    Index pairStride = 2 * mixedGroup; ///< of the panels, from one pair of the depth to the next
};
HOURGLASS_KERNEL void mixedProduct(MixedPath path, const MixedProduct &product);

// What follows rounds from[i × j], whose columns are `stride` apart; what a chunk or a group has beyond is filled with zeros.

/// Rows of operands, j of them of depth i: to[i + j · toStride].
HOURGLASS_KERNEL void roundRows(MixedPath path, Index i, Index j, const float *from, Index stride, std::uint16_t *to, Index toStride);
/// i rows of depth j, at most one chunk: to[i · mixedChunk + j]. May write as many rows as products read.
HOURGLASS_KERNEL void roundRowsTurned(MixedPath path, Index i, Index j, const float *from, Index stride, std::uint16_t *to);
/// Panels of i columns and depth j.
HOURGLASS_KERNEL void roundPanels(MixedPath path, Index i, Index j, const float *from, Index stride, std::uint16_t *to, Index groupStride, Index chunkStride);
/// Panels of j columns and depth i.
HOURGLASS_KERNEL void roundPanelsTurned(MixedPath path, Index i, Index j, const float *from, Index stride, std::uint16_t *to, Index groupStride,
                                        Index chunkStride);

} // namespace hourglass::kernels
