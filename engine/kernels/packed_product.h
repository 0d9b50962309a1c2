// Products of operands that do not fit the second cache and whose rows lie pages apart: panels are packed, chunk by chunk of the depth, and each
// number stays one chain of fused multiply-adds in the order of k.
#pragma once

#include "engine/kernels/operands.h"

namespace hourglass::kernels {
namespace {

#if defined(__AVX512F__)
constexpr int mostVectors = 3, mostColumns = 8; ///< of a packed tile: sums and operands fill the registers
#else
constexpr int mostVectors = 2, mostColumns = 6;
#endif
constexpr Index fetchEvery = width == 16 ? 1 : 4; ///< rows between one that is fetched and the next: short sums leave less time for each
constexpr Index packedDepth = 64;                 ///< of a chunk: its rows of a stay in the nearest cache, and their pages in the nearest translations
constexpr Index packedColumns = 48;               ///< of b at a time, whose sums wait there too
constexpr Index packedB = 512;                    ///< rows of b that are gathered where its columns lie together
constexpr Index gatheredFor = 384;                ///< rows and columns of c for which that pays

/// A chunk of the depth of one tile, of a panel of a whose rows lie pages apart.
struct Chunk {
    Index depth;
    const float *a;
    Index aStride;
    const float *b;
    Index bDepthStride, bColumnStride;
    float *packed;      ///< the panel's rows of this chunk, one behind the other
    Vector *sums;       ///< of the tile, so far
    bool isFirst;       ///< nothing is in them yet
    const float *ahead; ///< the rows that are wanted next
};

enum class Panel { Packs, Fetches, IsPacked }; ///< what a tile does beside its sums: packs the rows, fetches those wanted next, or neither

template <int vectors, int columns, Panel panel>
void chunk(const Chunk &o) {
    constexpr bool packs = panel == Panel::Packs;
    Vector sums[columns][vectors];
    for (int n = 0; n < columns; ++n)
        for (int m = 0; m < vectors; ++m)
            sums[n][m] = o.isFirst ? Vector{} : o.sums[n * vectors + m];
    const float *a = packs ? o.a : o.packed, *b = o.b, *ahead = o.ahead;
    float *packed = o.packed;
    for (Index k = 0; k < o.depth; ++k) {
        Vector column[vectors];
#pragma GCC unroll 8
        for (int m = 0; m < vectors; ++m)
            column[m] = *reinterpret_cast<const UnalignedVector *>(a + m * width);
        if constexpr (packs) {
#pragma GCC unroll 8
            for (int m = 0; m < vectors; ++m)
                *reinterpret_cast<Vector *>(packed + m * width) = column[m];
            packed += vectors * width;
        } else if constexpr (panel == Panel::Fetches) {
            if (k % fetchEvery == 0) {
                __builtin_prefetch(ahead, 0, 3);
                ahead += o.aStride;
            }
        }
#pragma GCC unroll 16
        for (int n = 0; n < columns; ++n) {
            const Vector factor = broadcast(b[n * o.bColumnStride]);
#pragma GCC unroll 8
            for (int m = 0; m < vectors; ++m)
                sums[n][m] = multiplyAdd(column[m], factor, sums[n][m]);
        }
        a += packs ? o.aStride : vectors * width;
        b += o.bDepthStride;
    }
    for (int n = 0; n < columns; ++n)
        for (int m = 0; m < vectors; ++m)
            o.sums[n * vectors + m] = sums[n][m];
}

template <int vectors, Panel panel, int columns = mostColumns>
void chunkOf(Index count, const Chunk &o) {
    if (count == columns)
        chunk<vectors, columns, panel>(o);
    else if constexpr (columns > 1)
        chunkOf<vectors, panel, columns - 1>(count, o);
}

/// One panel of a, as wide as `vectors`, by at most packedColumns of b. The first tile of a chunk packs the panel's rows as it reads them, the
/// others read what is packed and fetch what comes next, a line of each row: of the next chunk, or of the panel behind this one.
template <int vectors>
void packedPanel(const Operands &o, Index n) {
    constexpr Index lineOfFloats = 16, lines = (vectors * width + lineOfFloats - 1) / lineOfFloats;
    alignas(64) float packed[packedDepth * vectors * width];
    alignas(64) Vector sums[packedColumns * vectors];
    for (Index first = 0; first < o.k; first += packedDepth) {
        const bool isLast = first + packedDepth >= o.k;
        const float *const a = o.a + first * o.aStride, *const next = isLast ? o.a + vectors * width : a + packedDepth * o.aStride;
        Chunk at{
            std::min(packedDepth, o.k - first), a, o.aStride, o.b + first * o.bDepthStride, o.bDepthStride, o.bColumnStride, packed, sums, first == 0, next};
        for (Index column = 0; column < n; column += mostColumns) {
            const Index count = std::min<Index>(mostColumns, n - column);
            if (column == 0) {
                chunkOf<vectors, Panel::Packs>(count, at);
            } else if (const Index turn = column / mostColumns - 1; turn < lines * fetchEvery) {
                at.ahead = next + turn / fetchEvery * lineOfFloats + turn % fetchEvery * (packedDepth / fetchEvery) * o.aStride;
                chunkOf<vectors, Panel::Fetches>(count, at);
            } else {
                chunkOf<vectors, Panel::IsPacked>(count, at);
            }
            if (isLast) // at once: c comes from afar too, while the next tile is summed
                for (Index i = 0; i < count * vectors; ++i)
                    write(at.sums[i], o.c + (column + i / vectors) * o.cStride + i % vectors * width, o.rows - i % vectors * width, o.accumulate);
            at.b += count * o.bColumnStride;
            at.sums += count * vectors;
        }
    }
}

/// The columns of b that the operands have, `n` of them, by all of a.
void packedRows(Operands o, Index m, Index n) {
    while (m > 0) {
        const Index left = (m + width - 1) / width, vectors = left == 4 || left == 2 ? 2 : std::min<Index>(left, mostVectors);
        o.rows = std::min(m, vectors * width);
#if defined(__AVX512F__)
        if (vectors == 3)
            packedPanel<3>(o, n);
        else
#endif
            if (vectors == 2)
            packedPanel<2>(o, n);
        else
            packedPanel<1>(o, n);
        o.a += vectors * width;
        o.c += vectors * width;
        m -= vectors * width;
    }
}

/// The same sums, number by number, where a is large: rows of it that are read once more for each tile come from afar, and lie a page apart.
void packedProduct(Operands o, Index m, Index n) {
    alignas(64) float gathered[packedB * packedColumns];
    for (; n > 0; n -= packedColumns) {
        const Index columns = std::min(packedColumns, n);
        Operands part = o;
        if (o.bColumnStride == 1 && o.k <= packedB) {
            for (Index k = 0; k < o.k; ++k)
                std::copy_n(o.b + k * o.bDepthStride, columns, gathered + k * columns);
            part.b = gathered;
            part.bDepthStride = columns;
        }
        packedRows(part, m, columns);
        o.b += columns * o.bColumnStride;
        o.c += columns * o.cStride;
    }
}

} // namespace
} // namespace hourglass::kernels
