// The product behind everything: a tile of c stays in registers while k runs, so each number is one chain of fused multiply-adds in the
// order of k, whatever the tile. Operands are read where they lie: a contiguous along m, b one number at a time.
#include "engine/kernels/kernels.h"
#include "engine/kernels/vectors.h"

#include <algorithm>
#include <cstring>

namespace hourglass::kernels {

namespace {

struct Operands {
    Index k;
    const float *a;
    Index aStride;
    const float *b;
    Index bDepthStride, bColumnStride;
    float *c;
    Index cStride;
    Index rows; ///< of c that may be written, at most vectors · width
    bool accumulate;
};

template <int vectors, int columns>
void tile(const Operands &o) {
    Vector sums[columns][vectors];
    for (int n = 0; n < columns; ++n)
        for (int m = 0; m < vectors; ++m)
            sums[n][m] = Vector{};
    const float *a = o.a, *b = o.b;
    for (Index k = 0; k < o.k; ++k) {
        Vector column[vectors];
#pragma GCC unroll 8
        for (int m = 0; m < vectors; ++m)
            column[m] = *reinterpret_cast<const UnalignedVector *>(a + m * width);
#pragma GCC unroll 16
        for (int n = 0; n < columns; ++n) {
            const Vector factor = Vector{} + b[n * o.bColumnStride];
#pragma GCC unroll 8
            for (int m = 0; m < vectors; ++m)
                sums[n][m] = multiplyAdd(column[m], factor, sums[n][m]);
        }
        a += o.aStride;
        b += o.bDepthStride;
    }
    for (int n = 0; n < columns; ++n) {
        for (int m = 0; m < vectors; ++m) {
            float *c = o.c + n * o.cStride + m * width;
            const Index left = o.rows - m * width;
            if (left >= width) {
                const Vector before = o.accumulate ? *reinterpret_cast<const UnalignedVector *>(c) : Vector{};
                *reinterpret_cast<UnalignedVector *>(c) = o.accumulate ? before + sums[n][m] : sums[n][m];
            } else {
                float lanes[width];
                std::memcpy(lanes, &sums[n][m], sizeof lanes);
                for (Index lane = 0; lane < std::min<Index>(left, width); ++lane)
                    c[lane] = o.accumulate ? c[lane] + lanes[lane] : lanes[lane];
            }
        }
    }
}

template <int vectors, int mostColumns>
void panel(Operands o, Index n) {
    for (; n >= mostColumns; n -= mostColumns) {
        tile<vectors, mostColumns>(o);
        o.b += mostColumns * o.bColumnStride;
        o.c += mostColumns * o.cStride;
    }
    switch (n) {
    case 7:
        return tile<vectors, 7>(o);
    case 6:
        return tile<vectors, 6>(o);
    case 5:
        return tile<vectors, 5>(o);
    case 4:
        return tile<vectors, 4>(o);
    case 3:
        return tile<vectors, 3>(o);
    case 2:
        return tile<vectors, 2>(o);
    case 1:
        return tile<vectors, 1>(o);
    default:
        return;
    }
}

} // namespace

void product(Index m, Index n, Index k, const float *a, Index aStride, const float *b, Index bDepthStride, Index bColumnStride, float *c,
             Index cStride, bool accumulate) {
    // Sums and operands fill the registers: 24 + 4 of 32 with AVX-512, 12 + 3 of 16 before it. Six columns of four vectors are the
    // faster shape where n is large, eight of three where a block of 32 samples divides evenly.
    Operands o{k, a, aStride, b, bDepthStride, bColumnStride, c, cStride, m, accumulate};
    const auto run = [&](Index vectors) {
        o.rows = std::min(m, vectors * width);
#if defined(__AVX512F__)
        if (vectors == 4)
            panel<4, 6>(o, n);
        else if (vectors == 3)
            panel<3, 8>(o, n);
        else
#endif
            if (vectors == 2)
#if defined(__AVX512F__)
            panel<2, 8>(o, n);
#else
            panel<2, 6>(o, n);
#endif
        else
            panel<1, 8>(o, n);
        o.a += vectors * width;
        o.c += vectors * width;
        m -= vectors * width;
    };
    while (m > 0) {
        const Index left = (m + width - 1) / width;
#if defined(__AVX512F__)
        if (n % 8 == 0 && n % 6 != 0 && n <= 64)
            run(left == 4 || left == 2 ? 2 : std::min<Index>(left, 3));
        else
            run(left == 5 ? 3 : left == 6 ? 3 : std::min<Index>(left, 4));
#else
        run(std::min<Index>(left, 2));
#endif
    }
}

void transpose(Index rows, Index columns, const float *a, Index aStride, float *b, Index bStride) {
    constexpr Index block = 16; // a cache line in both directions
    for (Index column = 0; column < columns; column += block)
        for (Index row = 0; row < rows; row += block) {
            const Index lastColumn = std::min(columns, column + block), lastRow = std::min(rows, row + block);
            for (Index r = row; r < lastRow; ++r)
                for (Index q = column; q < lastColumn; ++q)
                    b[q + r * bStride] = a[r + q * aStride];
        }
}

} // namespace hourglass::kernels
