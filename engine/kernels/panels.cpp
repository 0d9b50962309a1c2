// Products of an operand that lies in panels: as many of its rows side by side as a tile of c has, one row of the depth behind the other. A tile
// then reads one stretch of memory from its beginning to its end, whatever the operand's size, and fetches the panel behind it as it goes.
#include "engine/kernels/operands.h"

namespace hourglass::kernels {

namespace {

#if defined(__AVX512F__)
constexpr int panelVectors = 3, panelColumns = 8; ///< of a tile: sums and operands fill the registers
#else
constexpr int panelVectors = 2, panelColumns = 6;
#endif
constexpr Index panelRows = panelVectors * width;
static_assert(panelUnit % panelRows == 0);
constexpr Index lineOfPanel = 16;    ///< floats
constexpr Index gatheredDepth = 512; ///< rows of b that are gathered where its columns lie together …
constexpr Index gatheredColumns = 48;
constexpr Index gatheredFrom = 4 * panelRows; ///< … for so many rows of c

/// Floats between one row of the depth and the next of the panel that begins at a row.
Index widthOfPanel(Index m, Index first) {
    return std::min(panelRows, (m - first + width - 1) / width * width);
}

struct PanelTile {
    const PanelOperand *a = nullptr;
    const float *panel = nullptr; ///< of the first segment
    const float *b = nullptr;
    Index bDepthStride, bColumnStride;
    Index bTileStride; ///< from one tile's columns to the next one's
    float *c = nullptr;
    Index cStride;
    Index rows = 0; ///< of c that may be written
    bool accumulate;
    const float *ahead = nullptr; ///< of the panel behind this one: where this tile's lines of the first segment begin
};

/// Lines that a tile fetches of the panel behind its own in `rowsOfTurn` rows of the depth: as few as bring it all by the last tile, one behind the other,
/// because a burst holds up what the sums wait for.
constexpr int rowsOfTurn = 4;

template <int vectors, int columns, int fetches>
void panelTile(const PanelTile &o) {
    Vector sums[columns][vectors];
    for (int n = 0; n < columns; ++n)
        for (int m = 0; m < vectors; ++m)
            sums[n][m] = Vector{};
    const float *segment = o.panel, *b = o.b, *aheadOfSegment = o.ahead;
    for (Index first = 0; first < o.a->depth; first += o.a->segmentDepth) {
        const Index depth = std::min(o.a->segmentDepth, o.a->depth - first);
        const float *a = segment, *ahead = aheadOfSegment;
#pragma GCC unroll 4
        for (Index k = 0; k < depth; ++k) {
            Vector column[vectors];
#pragma GCC unroll 8
            for (int m = 0; m < vectors; ++m)
                column[m] = *reinterpret_cast<const UnalignedVector *>(a + m * width);
            if (k % rowsOfTurn < fetches) {
                __builtin_prefetch(ahead, 0, 2);
                ahead += lineOfPanel;
            }
#pragma GCC unroll 16
            for (int n = 0; n < columns; ++n) {
                const Vector factor = broadcast(b[n * o.bColumnStride]);
#pragma GCC unroll 8
                for (int m = 0; m < vectors; ++m)
                    sums[n][m] = multiplyAdd(column[m], factor, sums[n][m]);
            }
            a += vectors * width;
            b += o.bDepthStride;
        }
        segment += o.a->segmentStride;
        if constexpr (fetches > 0)
            aheadOfSegment += o.a->segmentStride;
    }
    writeTile<vectors, columns>(sums, o.c, o.cStride, o.rows, o.accumulate);
}

template <int vectors, int columns = panelColumns>
void panelTileOf(Index count, Index fetches, const PanelTile &o) {
    if constexpr (columns == panelColumns)
        if (count == columns && fetches > 0)
            switch (fetches) {
            case 1: return panelTile<vectors, columns, 1>(o);
            case 2: return panelTile<vectors, columns, 2>(o);
            case 3: return panelTile<vectors, columns, 3>(o);
            default: return panelTile<vectors, columns, 4>(o);
            }
    if (count == columns)
        panelTile<vectors, columns, 0>(o);
    else if constexpr (columns > 1)
        panelTileOf<vectors, columns - 1>(count, 0, o);
}

/// All columns of c by one panel of a.
void panelByColumns(Index n, Index vectors, const float *next, PanelTile o) {
    const Index tiles = (n + panelColumns - 1) / panelColumns, linesOfTurn = rowsOfTurn * ((vectors * width + lineOfPanel - 1) / lineOfPanel);
    const Index fetches = std::min<Index>(rowsOfTurn, (linesOfTurn + tiles - 1) / tiles), turns = (linesOfTurn + fetches - 1) / fetches;
    const Index floatsOfTile = (std::min(o.a->segmentDepth, o.a->depth) + rowsOfTurn - 1) / rowsOfTurn * fetches * lineOfPanel;
    for (Index column = 0, turn = 0; column < n; column += panelColumns, ++turn) {
        const Index count = std::min<Index>(panelColumns, n - column), fetched = next && turn < turns ? fetches : 0;
        o.ahead = fetched > 0 ? next + turn * floatsOfTile : nullptr;
#if defined(__AVX512F__)
        if (vectors == 3)
            panelTileOf<3>(count, fetched, o);
        else
#endif
            if (vectors == 2)
            panelTileOf<2>(count, fetched, o);
        else
            panelTileOf<1>(count, fetched, o);
        o.b += o.bTileStride;
        o.c += count * o.cStride;
    }
}

template <int vectors>
void copyColumns(Index columns, const float *from, Index fromStride, float *to) {
    for (Index column = 0; column < columns; ++column, from += fromStride, to += vectors * width)
#pragma GCC unroll 8
        for (int m = 0; m < vectors; ++m)
            *reinterpret_cast<UnalignedVector *>(to + m * width) = *reinterpret_cast<const UnalignedVector *>(from + m * width);
}

/// The columns of b side by side, as many together as a tile takes.
void gather(Index n, Index depth, const float *b, Index stride, float *gathered) {
    for (Index column = 0; column < n; column += panelColumns) {
        const Index count = std::min<Index>(panelColumns, n - column);
        for (Index k = 0; k < depth; ++k, gathered += panelColumns)
            std::copy_n(b + column + k * stride, count, gathered);
    }
}

} // namespace

void packPanels(Index m, Index panelDepth, const float *a, Index aStride, Range rows, Range depth, float *panels) {
    for (Index row = rows.first; row < rows.first + rows.count;) {
        const Index begin = row / panelRows * panelRows, stride = widthOfPanel(m, begin), count = std::min(begin + panelRows, rows.first + rows.count) - row;
        const float *from = a + row + depth.first * aStride;
        float *to = panels + begin * panelDepth + row - begin + depth.first * stride;
        if (count == panelRows)
            copyColumns<panelVectors>(depth.count, from, aStride, to);
        else
            for (Index k = 0; k < depth.count; ++k)
                std::copy_n(from + k * aStride, count, to + k * stride);
        row += count;
    }
}

void transposeToPanels(Index m, Index panelDepth, const float *a, Index aStride, Range rows, Range depth, float *panels) {
    for (Index row = rows.first; row < rows.first + rows.count;) {
        const Index begin = row / panelRows * panelRows, stride = widthOfPanel(m, begin), count = std::min(begin + panelRows, rows.first + rows.count) - row;
        transpose(depth.count, count, a + depth.first + row * aStride, aStride, panels + begin * panelDepth + row - begin + depth.first * stride, stride);
        row += count;
    }
}

void panelProduct(const PanelOperand &a, Index firstRow, Index rows, Index n, const float *b, Index bDepthStride, Index bColumnStride, float *c, Index cStride,
                  bool accumulate) {
    alignas(64) float gathered[gatheredDepth * gatheredColumns];
    const bool gathers = bColumnStride == 1 && a.depth <= gatheredDepth && rows >= gatheredFrom;
    PanelTile tile{.a = &a,
                   .bDepthStride = gathers ? panelColumns : bDepthStride,
                   .bColumnStride = bColumnStride,
                   .bTileStride = panelColumns * (gathers ? a.depth : bColumnStride),
                   .cStride = cStride,
                   .accumulate = accumulate};
    const Index most = gathers ? gatheredColumns : n;
    for (Index column = 0; column < n; column += most) {
        const Index columns = std::min(most, n - column);
        if (gathers)
            gather(columns, a.depth, b + column, bDepthStride, gathered);
        for (Index row = 0; row < rows; row += panelRows) {
            const Index stride = widthOfPanel(a.rows, firstRow + row);
            tile.panel = a.panels + (firstRow + row) * a.panelDepth;
            tile.b = gathers ? gathered : b;
            tile.c = c + row + column * cStride;
            tile.rows = std::min(stride, rows - row);
            panelByColumns(columns, stride / width, row + 2 * panelRows <= rows ? tile.panel + stride * a.panelDepth : nullptr, tile);
        }
    }
}

} // namespace hourglass::kernels
