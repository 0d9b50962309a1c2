// Laying out patches of numbers of sixteen bits, for the paths of mixed.h that AVX512_BF16 comes with. Compiled for such processors at every level.
// Rows of positions are short: each is loaded and stored whole with the smallest vector that holds it. What lies behind it is written over by the
// next one, or is nobody's.
#include "engine/kernels/mixed_paths.h"

#include <immintrin.h>

namespace hourglass::kernels {

namespace {

constexpr Index words = 32; ///< of the widest vector

/// Lane i: number step · i of a vector, or of two.
inline __m512i everySo(Index step) {
    alignas(64) std::uint16_t lanes[words];
    for (Index lane = 0; lane < words; ++lane)
        lanes[lane] = static_cast<std::uint16_t>(lane * step);
    return _mm512_load_si512(lanes);
}

/// Lanes 2 i and 2 i + 1: number step · i of the first and of the second vector of so many words.
inline __m512i pairsEverySo(Index step, Index wordsOfVector) {
    alignas(64) std::uint16_t lanes[words];
    for (Index lane = 0; lane < words; ++lane)
        lanes[lane] = static_cast<std::uint16_t>(lane / 2 * step + lane % 2 * wordsOfVector);
    return _mm512_load_si512(lanes);
}

inline __m256i loadedHalf(const std::uint16_t *from) {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i *>(from));
}

/// Panels where a row has at most 8 positions.
void gatherShortPairs(const Patches &patches, const std::uint16_t *first, const std::uint16_t *second, std::uint16_t *to) {
    const __m256i pick = _mm512_castsi512_si256(pairsEverySo(patches.columnStep, words / 2));
    for (Index row = 0; row < patches.rows; ++row, first += patches.rowStep, to += 2 * patches.columns) {
        const __m256i odd = second ? loadedHalf(second + row * patches.rowStep) : _mm256_setzero_si256();
        _mm256_storeu_si256(reinterpret_cast<__m256i *>(to), _mm256_permutex2var_epi16(loadedHalf(first), pick, odd));
    }
}

void gatherPairs(const Patches &patches, const std::uint16_t *first, const std::uint16_t *second, std::uint16_t *to) {
    constexpr Index together = words / 2; // positions of a vector
    const __m512i pick = pairsEverySo(patches.columnStep, words);
    for (Index row = 0; row < patches.rows; ++row, first += patches.rowStep)
        for (Index column = 0; column < patches.columns; column += together) {
            const Index at = column * patches.columnStep;
            const __m512i odd = second ? _mm512_loadu_si512(second + row * patches.rowStep + at) : _mm512_setzero_si512();
            _mm512_storeu_si512(to, _mm512_permutex2var_epi16(_mm512_loadu_si512(first + at), pick, odd));
            to += 2 * (patches.columns - column < together ? patches.columns - column : together);
        }
}

/// Rows of at most 8 positions, of at most 16, and any.
void gatherNumbers(const Patches &patches, const std::uint16_t *from, std::uint16_t *to) {
    const __m512i pick = everySo(patches.columnStep);
    if (patches.columns <= words / 4) {
        for (Index row = 0; row < patches.rows; ++row, from += patches.rowStep, to += patches.columns)
            _mm_storeu_si128(reinterpret_cast<__m128i *>(to), _mm256_castsi256_si128(_mm256_permutexvar_epi16(_mm512_castsi512_si256(pick), loadedHalf(from))));
    } else if (patches.columns <= words / 2) {
        for (Index row = 0; row < patches.rows; ++row, from += patches.rowStep, to += patches.columns)
            _mm256_storeu_si256(reinterpret_cast<__m256i *>(to), _mm512_castsi512_si256(_mm512_permutexvar_epi16(pick, _mm512_loadu_si512(from))));
    } else {
        for (Index row = 0; row < patches.rows; ++row, from += patches.rowStep)
            for (Index column = 0; column < patches.columns; column += words) {
                const std::uint16_t *at = from + column * patches.columnStep;
                const Index count = patches.columns - column < words ? patches.columns - column : words;
                const bool isFar = (count - 1) * patches.columnStep >= words;
                const __m512i high = isFar ? _mm512_loadu_si512(at + words) : _mm512_setzero_si512();
                _mm512_storeu_si512(to, _mm512_permutex2var_epi16(_mm512_loadu_si512(at), pick, high));
                to += count;
            }
    }
}

} // namespace

void gatherPanelsAvx512(const Patches &patches, const std::uint16_t *image, std::uint16_t *panels, Index pairStride) {
    const bool isShort = patches.columns <= words / 4;
    for (Index depth = 0; depth < patches.depths; depth += 2) {
        const std::uint16_t *first = image + patches.offsets[depth], *second = depth + 1 < patches.depths ? image + patches.offsets[depth + 1] : nullptr;
        std::uint16_t *to = panels + depth / 2 * pairStride;
        isShort ? gatherShortPairs(patches, first, second, to) : gatherPairs(patches, first, second, to);
    }
}

void gatherRowsAvx512(const Patches &patches, const std::uint16_t *image, std::uint16_t *rows, Index rowStride) {
    const Index positions = patches.rows * patches.columns, behind = chunksOf(positions) * mixedChunk - positions;
    const auto rest = static_cast<__mmask32>((1ull << behind) - 1);
    for (Index depth = 0; depth < patches.depths; ++depth) {
        gatherNumbers(patches, image + patches.offsets[depth], rows + depth * rowStride);
        _mm512_mask_storeu_epi16(rows + depth * rowStride + positions, rest, _mm512_setzero_si512());
    }
}

} // namespace hourglass::kernels
