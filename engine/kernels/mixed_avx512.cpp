// The path of mixed.h for processors with AVX512_BF16, and the rounding of both paths of such processors. Compiled for them at every level.
#include "engine/kernels/mixed_paths.h"

#include <immintrin.h>

namespace hourglass::kernels {

namespace {

constexpr int width = 16;

inline __mmask16 lanes(Index count) {
    return static_cast<__mmask16>(count >= width ? 0xffffu : count <= 0 ? 0u : (1u << count) - 1u);
}

inline __m512 loaded(const float *from, Index count) {
    return count >= width ? _mm512_loadu_ps(from) : _mm512_maskz_loadu_ps(lanes(count), from);
}

/// The numbers of two vectors behind each other, rounded.
inline __m512i roundedBoth(__m512 first, __m512 second) {
    return (__m512i)_mm512_cvtne2ps_pbh(second, first);
}

/// 32 numbers of a column as 16 pairs, zeros behind `count`.
inline __m512i pairsAlong(const float *from, Index count) {
    return roundedBoth(loaded(from, count), loaded(from + width, count - width));
}

/// 16 pairs, each of a number of one column and its neighbour in the next.
inline __m512i pairsAcross(__m512 first, __m512 second) {
    const __m512i interleaved =
        _mm512_set_epi16(31, 15, 30, 14, 29, 13, 28, 12, 27, 11, 26, 10, 25, 9, 24, 8, 23, 7, 22, 6, 21, 5, 20, 4, 19, 3, 18, 2, 17, 1, 16, 0);
    return _mm512_permutexvar_epi16(interleaved, roundedBoth(first, second));
}

/// Likewise of columns `pair` and `pair` + 1 of `from`, of which there are `columns`; `rows` numbers of each.
inline __m512i pairsAcross(const float *from, Index stride, Index pair, Index columns, Index rows) {
    const __m512 zero = _mm512_setzero_ps();
    return pairsAcross(pair < columns ? loaded(from + pair * stride, rows) : zero, pair + 1 < columns ? loaded(from + (pair + 1) * stride, rows) : zero);
}

/// 16 × 16 words change lanes and vectors.
inline void turn(__m512i v[width]) {
    __m512i t[width];
#pragma GCC unroll 8
    for (int i = 0; i < width; i += 2) {
        t[i] = _mm512_unpacklo_epi32(v[i], v[i + 1]);
        t[i + 1] = _mm512_unpackhi_epi32(v[i], v[i + 1]);
    }
#pragma GCC unroll 4
    for (int i = 0; i < width; i += 4) {
        v[i] = _mm512_unpacklo_epi64(t[i], t[i + 2]);
        v[i + 1] = _mm512_unpackhi_epi64(t[i], t[i + 2]);
        v[i + 2] = _mm512_unpacklo_epi64(t[i + 1], t[i + 3]);
        v[i + 3] = _mm512_unpackhi_epi64(t[i + 1], t[i + 3]);
    }
#pragma GCC unroll 4
    for (int i = 0; i < 4; ++i) { // 128-bit lane q of v[4 g + i] holds rows 4 g … 4 g + 3 of column 4 q + i
        t[i] = _mm512_shuffle_i32x4(v[i], v[i + 4], 0x88);
        t[i + 4] = _mm512_shuffle_i32x4(v[i], v[i + 4], 0xdd);
        t[i + 8] = _mm512_shuffle_i32x4(v[i + 8], v[i + 12], 0x88);
        t[i + 12] = _mm512_shuffle_i32x4(v[i + 8], v[i + 12], 0xdd);
    }
#pragma GCC unroll 4
    for (int i = 0; i < 4; ++i) {
        v[i] = _mm512_shuffle_i32x4(t[i], t[i + 8], 0x88);
        v[i + 8] = _mm512_shuffle_i32x4(t[i], t[i + 8], 0xdd);
        v[i + 4] = _mm512_shuffle_i32x4(t[i + 4], t[i + 12], 0x88);
        v[i + 12] = _mm512_shuffle_i32x4(t[i + 4], t[i + 12], 0xdd);
    }
}

inline __m512 product(__m512 sum, __m512i words, __m512i pair) {
    return _mm512_dpbf16_ps(sum, (__m512bh)words, (__m512bh)pair);
}

inline int wordAt(const std::uint16_t *pair) {
    int word;
    __builtin_memcpy(&word, pair, sizeof word);
    return word;
}

template <int groups, int columns>
void tile(const MixedProduct &p, const std::uint16_t *panels, const std::uint16_t *rows, float *c, Index left) {
    __m512 sums[columns][groups];
    for (int n = 0; n < columns; ++n)
        for (int group = 0; group < groups; ++group)
            sums[n][group] = _mm512_setzero_ps();
    for (Index chunk = 0; chunk < p.chunks; ++chunk) {
        const std::uint16_t *panel = panels + chunk * p.panelChunkStride, *row = rows + chunk * p.rowChunkStride;
        for (Index k = 0; k < mixedChunk; k += 2) {
            __m512i words[groups];
#pragma GCC unroll 4
            for (int group = 0; group < groups; ++group)
                words[group] = _mm512_loadu_si512(panel + group * p.groupStride + k / 2 * p.pairStride);
#pragma GCC unroll 8
            for (int n = 0; n < columns; ++n) {
                const __m512i pair = _mm512_set1_epi32(wordAt(row + n * p.rowStride + k));
#pragma GCC unroll 4
                for (int group = 0; group < groups; ++group)
                    sums[n][group] = product(sums[n][group], words[group], pair);
            }
        }
    }
    for (int n = 0; n < columns; ++n)
        for (int group = 0; group < groups; ++group) {
            float *to = c + n * p.cStride + group * width;
            const __mmask16 mask = lanes(left - group * width);
            const __m512 sum = p.accumulate ? _mm512_add_ps(_mm512_maskz_loadu_ps(mask, to), sums[n][group]) : sums[n][group];
            _mm512_mask_storeu_ps(to, mask, sum);
        }
}

template <int groups>
void panel(const MixedProduct &p, Index firstGroup) {
    const std::uint16_t *panels = p.panels + firstGroup * p.groupStride;
    float *c = p.c + firstGroup * width;
    const Index left = p.m - firstGroup * width;
    Index n = 0;
    for (; n + 8 <= p.n; n += 8)
        tile<groups, 8>(p, panels, p.rows + n * p.rowStride, c + n * p.cStride, left);
    for (; n + 4 <= p.n; n += 4)
        tile<groups, 4>(p, panels, p.rows + n * p.rowStride, c + n * p.cStride, left);
    for (; n < p.n; ++n)
        tile<groups, 1>(p, panels, p.rows + n * p.rowStride, c + n * p.cStride, left);
}

} // namespace

void mixedProductAvx512(const MixedProduct &p) {
    const Index groups = groupsOf(p.m);
    Index group = 0;
    for (; group + 3 <= groups && groups - group != 4; group += 3)
        panel<3>(p, group);
    for (; group + 2 <= groups; group += 2)
        panel<2>(p, group);
    if (group < groups)
        panel<1>(p, group);
}

void roundRowsAvx512(Index i, Index j, const float *from, Index stride, std::uint16_t *to, Index toStride) {
    for (Index column = 0; column < j; ++column)
        for (Index row = 0; row < i; row += mixedChunk)
            _mm512_storeu_si512(to + column * toStride + row, pairsAlong(from + column * stride + row, i - row));
}

void roundRowsTurnedAvx512(Index i, Index j, const float *from, Index stride, std::uint16_t *to) {
    for (Index row = 0; row < i; row += width) {
        __m512i words[width];
#pragma GCC unroll 16
        for (int pair = 0; pair < width; ++pair)
            words[pair] = pairsAcross(from + row, stride, 2 * pair, j, i - row);
        turn(words);
#pragma GCC unroll 16
        for (int lane = 0; lane < width; ++lane)
            _mm512_storeu_si512(to + (row + lane) * mixedChunk, words[lane]);
    }
}

void roundPanelsAvx512(Index i, Index j, const float *from, Index stride, std::uint16_t *to, Index groupStride, Index chunkStride) {
    for (Index depth = 0; depth < chunksOf(j) * mixedChunk; depth += 2) {
        std::uint16_t *pair = to + depth / mixedChunk * chunkStride + depth % mixedChunk * mixedGroup;
        for (Index row = 0; row < i; row += width)
            _mm512_storeu_si512(pair + row / mixedGroup * groupStride, pairsAcross(from + row, stride, depth, j, i - row));
    }
}

void roundPanelsTurnedAvx512(Index i, Index j, const float *from, Index stride, std::uint16_t *to, Index groupStride, Index chunkStride) {
    for (Index column = 0; column < j; column += width)
        for (Index depth = 0; depth < i; depth += mixedChunk) {
            __m512i words[width];
#pragma GCC unroll 16
            for (int lane = 0; lane < width; ++lane)
                words[lane] = column + lane < j ? pairsAlong(from + (column + lane) * stride + depth, i - depth) : _mm512_setzero_si512();
            turn(words);
            std::uint16_t *tile = to + column / mixedGroup * groupStride + depth / mixedChunk * chunkStride;
#pragma GCC unroll 16
            for (int pair = 0; pair < width; ++pair)
                _mm512_storeu_si512(tile + pair * 2 * mixedGroup, words[pair]);
        }
}

} // namespace hourglass::kernels
