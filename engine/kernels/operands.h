// What every way of making a product starts from and ends with.
#pragma once

#include <algorithm>
#include <cstring>

#include "engine/kernels/kernels.h"
#include "engine/kernels/vectors.h"

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
    bool fetchesNext; ///< the rows of a behind these: they lie too far apart, and are too many, for the machine to fetch them unasked
};

/// One load. `Vector{} + value` is an addition and a shuffle besides, because −0 + 0 is 0.
inline Vector broadcast(float value) {
#if defined(__AVX512F__)
    return reinterpret_cast<Vector>(_mm512_set1_ps(value));
#elif defined(__AVX2__)
    return reinterpret_cast<Vector>(_mm256_set1_ps(value));
#else
    return reinterpret_cast<Vector>(_mm_set1_ps(value));
#endif
}

/// At most `left` numbers of a vector.
inline void write(Vector sum, float *c, Index left, bool accumulate) {
#if defined(__AVX512F__)
    const auto mask = static_cast<__mmask16>(left >= width ? 0xffffu : left <= 0 ? 0u : (1u << left) - 1u);
    const __m512 numbers = reinterpret_cast<__m512>(sum);
    _mm512_mask_storeu_ps(c, mask, accumulate ? _mm512_add_ps(_mm512_maskz_loadu_ps(mask, c), numbers) : numbers);
#else
    if (left >= width) {
        const Vector before = accumulate ? *reinterpret_cast<const UnalignedVector *>(c) : Vector{};
        *reinterpret_cast<UnalignedVector *>(c) = accumulate ? before + sum : sum;
        return;
    }
    float lanes[width];
    std::memcpy(lanes, &sum, sizeof lanes);
    for (Index lane = 0; lane < std::min<Index>(left, width); ++lane)
        c[lane] = accumulate ? c[lane] + lanes[lane] : lanes[lane];
#endif
}

/// A tile's sums, column by column, at most `rows` numbers of each.
template <int vectors, int columns>
[[gnu::always_inline]] inline void writeTile(const Vector (&sums)[columns][vectors], float *c, Index cStride, Index rows, bool accumulate) {
    if (rows < vectors * width) {
        for (int n = 0; n < columns; ++n)
            for (int m = 0; m < vectors; ++m)
                write(sums[n][m], c + n * cStride + m * width, rows - m * width, accumulate);
        return;
    }
    if (accumulate) {
#pragma GCC unroll 16
        for (int n = 0; n < columns; ++n)
#pragma GCC unroll 8
            for (int m = 0; m < vectors; ++m)
                *reinterpret_cast<UnalignedVector *>(c + n * cStride + m * width) += sums[n][m];
        return;
    }
#pragma GCC unroll 16
    for (int n = 0; n < columns; ++n)
#pragma GCC unroll 8
        for (int m = 0; m < vectors; ++m)
            *reinterpret_cast<UnalignedVector *>(c + n * cStride + m * width) = sums[n][m];
}

} // namespace
} // namespace hourglass::kernels
