// The product behind everything: a tile of c stays in registers while k runs, so each number is one chain of fused multiply-adds in the
// order of k, whatever the tile. Operands are read where they lie: a contiguous along m, b one number at a time.
#include "engine/kernels/kernels.h"
#include "engine/kernels/packed_product.h"

#include <utility>

namespace hourglass::kernels {

namespace {

constexpr Index fitsNear = 128 * 1024; ///< floats of a that stay in the second cache from one block of samples to the next

template <int vectors, int columns, bool fetchesNext = false>
void tile(const Operands &o) {
    Vector sums[columns][vectors];
    for (int n = 0; n < columns; ++n)
        for (int m = 0; m < vectors; ++m)
            sums[n][m] = Vector{};
    const float *a = o.a, *b = o.b;
#pragma GCC unroll 4
    for (Index k = 0; k < o.k; ++k) {
        Vector column[vectors];
#pragma GCC unroll 8
        for (int m = 0; m < vectors; ++m)
            column[m] = *reinterpret_cast<const UnalignedVector *>(a + m * width);
        if constexpr (fetchesNext)
            for (int m = 0; m < vectors; ++m)
                __builtin_prefetch(a + (vectors + m) * width, 0, 2);
#pragma GCC unroll 16
        for (int n = 0; n < columns; ++n) {
            const Vector factor = broadcast(b[n * o.bColumnStride]);
#pragma GCC unroll 8
            for (int m = 0; m < vectors; ++m)
                sums[n][m] = multiplyAdd(column[m], factor, sums[n][m]);
        }
        a += o.aStride;
        b += o.bDepthStride;
    }
    writeTile<vectors, columns>(sums, o.c, o.cStride, o.rows, o.accumulate);
}

template <int vectors, int mostColumns>
void panel(Operands o, Index n) {
    bool fetchesNext = o.fetchesNext;
    for (; n >= mostColumns; n -= mostColumns) {
        if (fetchesNext)
            tile<vectors, mostColumns, true>(o);
        else
            tile<vectors, mostColumns>(o);
        fetchesNext = false;
        o.b += mostColumns * o.bColumnStride;
        o.c += mostColumns * o.cStride;
    }
    switch (n) {
    case 7: return tile<vectors, 7>(o);
    case 6: return tile<vectors, 6>(o);
    case 5: return tile<vectors, 5>(o);
    case 4: return tile<vectors, 4>(o);
    case 3: return tile<vectors, 3>(o);
    case 2: return tile<vectors, 2>(o);
    case 1: return tile<vectors, 1>(o);
    default: return;
    }
}

/// a₀ b₀ a₁ b₁ … of the lower halves of two vectors, or of their upper halves.
template <int... lane>
Vector interleaved(Vector a, Vector b, int half, std::integer_sequence<int, lane...>) {
    return half == 0 ? __builtin_shufflevector(a, b, (lane / 2 + lane % 2 * width)...)
                     : __builtin_shufflevector(a, b, (width / 2 + lane / 2 + lane % 2 * width)...);
}

/// The transpose of a square as wide as a vector. Interleaving the first half of its vectors with the second turns the number of a place,
/// (vector, lane) in binary, round by one digit; after log₂ width times, vector and lane have changed places.
inline void transposeSquare(const float *a, Index aStride, float *b, Index bStride) {
    constexpr auto lanes = std::make_integer_sequence<int, width>();
    Vector from[width], to[width];
#pragma GCC unroll 16
    for (int i = 0; i < width; ++i)
        from[i] = *reinterpret_cast<const UnalignedVector *>(a + i * aStride);
#pragma GCC unroll 4
    for (int digit = 1; digit < width; digit *= 2) {
#pragma GCC unroll 8
        for (int i = 0; i < width / 2; ++i) {
            to[2 * i] = interleaved(from[i], from[i + width / 2], 0, lanes);
            to[2 * i + 1] = interleaved(from[i], from[i + width / 2], 1, lanes);
        }
#pragma GCC unroll 16
        for (int i = 0; i < width; ++i)
            from[i] = to[i];
    }
#pragma GCC unroll 16
    for (int i = 0; i < width; ++i)
        *reinterpret_cast<UnalignedVector *>(b + i * bStride) = from[i];
}

} // namespace

void product(Index m, Index n, Index k, const float *a, Index aStride, const float *b, Index bDepthStride, Index bColumnStride, float *c, Index cStride,
             bool accumulate) {
    // Sums and operands fill the registers: 24 + 4 of 32 with AVX-512, 12 + 3 of 16 before it. Eight columns of three vectors read a less
    // often than six of four and are faster wherever n divides by eight, as blocks of 32 samples and most tiles of weights do.
    Operands o{k, a, aStride, b, bDepthStride, bColumnStride, c, cStride, m, accumulate, k * aStride > fitsNear};
    if (o.fetchesNext && n >= 2 * mostColumns && (bColumnStride != 1 || (m >= gatheredFor && n >= gatheredFor)))
        return packedProduct(o, m, n);
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
        if (n % 8 == 0)
            run(left == 4 || left == 2 ? 2 : std::min<Index>(left, 3));
        else
            run(left == 5 ? 3 : left == 6 ? 3 : std::min<Index>(left, 4));
#else
        run(std::min<Index>(left, 2));
#endif
    }
}

void transpose(Index rows, Index columns, const float *a, Index aStride, float *b, Index bStride) {
    if (rows < width || columns < width) {
        for (Index row = 0; row < rows; ++row)
            for (Index column = 0; column < columns; ++column)
                b[column + row * bStride] = a[row + column * aStride];
        return;
    }
    for (Index next = 0; next < columns; next += width) // the last squares overlap those before them
        for (Index across = 0; across < rows; across += width) {
            const Index column = std::min(next, columns - width), row = std::min(across, rows - width);
            transposeSquare(a + row + column * aStride, aStride, b + column + row * bStride, bStride);
        }
}

} // namespace hourglass::kernels
