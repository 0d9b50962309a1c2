// The software path of mixed.h, and the choice between paths. A product of two bfloat16 numbers is exact in float32, so that this path has
// the same bits at every level; it sums as VDPBF16PS does: of each pair the odd number first.
#include "engine/kernels/mixed_paths.h"
#include "engine/kernels/vectors.h"

#include <algorithm>
#include <cstring>

namespace hourglass::kernels {

namespace {

/// The upper half holds the bfloat16 number; the lower one is rubbish.
inline std::uint32_t rounded(float value) {
    const auto bits = __builtin_bit_cast(std::uint32_t, value);
    const std::uint32_t magnitude = bits & 0x7fffffffu;
    const std::uint32_t nearest = bits + 0x7fffu + (bits >> 16 & 1u);
    const std::uint32_t finite = magnitude < 0x00800000u ? bits & 0x80000000u : nearest;
    return magnitude > 0x7f800000u ? bits | 0x00400000u : finite;
}

inline std::uint16_t half(float value) {
    return static_cast<std::uint16_t>(rounded(value) >> 16);
}

constexpr int parts = static_cast<int>(mixedGroup) / width; ///< vectors of a group

typedef std::uint32_t Words __attribute__((vector_size(width * sizeof(float))));
typedef std::uint32_t UnalignedWords __attribute__((vector_size(width * sizeof(float)), aligned(4), may_alias));

inline std::uint32_t wordAt(const std::uint16_t *pair) {
    std::uint32_t word;
    std::memcpy(&word, pair, sizeof word);
    return word;
}

inline float lowerOf(std::uint32_t word) {
    return __builtin_bit_cast(float, word << 16);
}
inline float upperOf(std::uint32_t word) {
    return __builtin_bit_cast(float, word & 0xffff0000u);
}

template <int columns>
void tile(const MixedProduct &p, const std::uint16_t *panels, const std::uint16_t *rows, float *c, Index left) {
    Vector sums[columns][parts];
    for (int n = 0; n < columns; ++n)
        for (int part = 0; part < parts; ++part)
            sums[n][part] = Vector{};
    for (Index chunk = 0; chunk < p.chunks; ++chunk)
        for (Index k = 0; k < mixedChunk; k += 2) {
            Vector even[parts], odd[parts];
            for (int part = 0; part < parts; ++part) {
                const Words words = *reinterpret_cast<const UnalignedWords *>(panels + chunk * p.panelChunkStride + k / 2 * p.pairStride + part * 2 * width);
                even[part] = reinterpret_cast<Vector>(words << 16);
                odd[part] = reinterpret_cast<Vector>(words & 0xffff0000u);
            }
            for (int n = 0; n < columns; ++n) {
                const std::uint32_t word = wordAt(rows + chunk * p.rowChunkStride + n * p.rowStride + k);
                const Vector lower = lowerOf(word) - Vector{}, upper = upperOf(word) - Vector{};
                for (int part = 0; part < parts; ++part)
                    sums[n][part] = multiplyAdd(even[part], lower, multiplyAdd(odd[part], upper, sums[n][part]));
            }
        }
    for (int n = 0; n < columns; ++n) {
        float lanes[mixedGroup];
        std::memcpy(lanes, sums[n], sizeof lanes);
        float *to = c + n * p.cStride;
        for (Index lane = 0; lane < left; ++lane)
            to[lane] = p.accumulate ? to[lane] + lanes[lane] : lanes[lane];
    }
}

/// The number that stands first in a pair in the lower half, the second in the upper one.
inline std::uint32_t pairOf(float first, float second) {
    return rounded(first) >> 16 | (rounded(second) & 0xffff0000u);
}

} // namespace

void mixedProductSoftware(const MixedProduct &p) {
    constexpr int columns = 8 / parts;
    for (Index group = 0; group < groupsOf(p.m); ++group) {
        const std::uint16_t *panels = p.panels + group * p.groupStride;
        const Index left = std::min(mixedGroup, p.m - group * mixedGroup);
        float *c = p.c + group * mixedGroup;
        Index n = 0;
        for (; n + columns <= p.n; n += columns)
            tile<columns>(p, panels, p.rows + n * p.rowStride, c + n * p.cStride, left);
        for (; n < p.n; ++n)
            tile<1>(p, panels, p.rows + n * p.rowStride, c + n * p.cStride, left);
    }
}

void mixedProduct(MixedPath path, const MixedProduct &product) {
    switch (path) {
    case MixedPath::Amx: return mixedProductAmx(product);
    case MixedPath::Avx512Bf16: return mixedProductAvx512(product);
    default: return mixedProductSoftware(product);
    }
}

void roundRows(MixedPath path, Index i, Index j, const float *from, Index stride, std::uint16_t *to, Index toStride) {
    if (path != MixedPath::Software)
        return roundRowsAvx512(i, j, from, stride, to, toStride);
    for (Index column = 0; column < j; ++column) {
        for (Index row = 0; row < i; ++row)
            to[column * toStride + row] = half(from[column * stride + row]);
        std::fill(to + column * toStride + i, to + column * toStride + chunksOf(i) * mixedChunk, std::uint16_t{0});
    }
}

void roundRowsTurned(MixedPath path, Index i, Index j, const float *from, Index stride, std::uint16_t *to) {
    if (path != MixedPath::Software)
        return roundRowsTurnedAvx512(i, j, from, stride, to);
    for (Index row = 0; row < i; ++row)
        for (Index column = 0; column < mixedChunk; ++column)
            to[row * mixedChunk + column] = column < j ? half(from[column * stride + row]) : std::uint16_t{0};
}

void roundPanels(MixedPath path, Index i, Index j, const float *from, Index stride, std::uint16_t *to, Index groupStride, Index chunkStride) {
    if (path != MixedPath::Software)
        return roundPanelsAvx512(i, j, from, stride, to, groupStride, chunkStride);
    for (Index depth = 0; depth < chunksOf(j) * mixedChunk; depth += 2)
        for (Index column = 0; column < i; column += mixedGroup) {
            const float *first = from + column + depth * stride, *second = first + stride;
            const Index firsts = depth < j ? std::min(mixedGroup, i - column) : 0, seconds = depth + 1 < j ? std::min(mixedGroup, i - column) : 0;
            std::uint32_t words[mixedGroup] = {};
            if (seconds == mixedGroup)
                for (Index lane = 0; lane < mixedGroup; ++lane)
                    words[lane] = pairOf(first[lane], second[lane]);
            else
                for (Index lane = 0; lane < firsts; ++lane)
                    words[lane] = pairOf(first[lane], lane < seconds ? second[lane] : 0.0f);
            std::memcpy(to + column / mixedGroup * groupStride + depth / mixedChunk * chunkStride + depth % mixedChunk * mixedGroup, words, sizeof words);
        }
}

void roundPanelsTurned(MixedPath path, Index i, Index j, const float *from, Index stride, std::uint16_t *to, Index groupStride, Index chunkStride) {
    if (path != MixedPath::Software)
        return roundPanelsTurnedAvx512(i, j, from, stride, to, groupStride, chunkStride);
    for (Index column = 0; column < groupsOf(j) * mixedGroup; ++column)
        for (Index chunk = 0; chunk < chunksOf(i); ++chunk) {
            const float *numbers = from + column * stride + chunk * mixedChunk;
            const Index left = column < j ? std::min(mixedChunk, i - chunk * mixedChunk) : 0;
            std::uint16_t *pair = to + column / mixedGroup * groupStride + chunk * chunkStride + column % mixedGroup * 2;
            for (Index k = 0; k < mixedChunk; k += 2, pair += 2 * mixedGroup) {
                const std::uint32_t word = pairOf(k < left ? numbers[k] : 0.0f, k + 1 < left ? numbers[k + 1] : 0.0f);
                std::memcpy(pair, &word, sizeof word);
            }
        }
}

} // namespace hourglass::kernels
