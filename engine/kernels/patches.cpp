// The images of convolutions laid out as matrices, and back.
#include "engine/kernels/kernels.h"
#include "engine/kernels/vectors.h"

namespace hourglass::kernels {

namespace {

#if defined(__AVX512F__)

/// The lowest `count` lanes.
inline __mmask16 lanes(Index count) {
    return static_cast<__mmask16>(count >= width ? 0xffffu : (1u << count) - 1u);
}

/// to[i] = from[2 i]: both halves of 32 neighbours, of which the even ones are picked.
inline void copyEven(Index count, const float *from, float *to) {
    const __m512i even = _mm512_setr_epi32(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
    for (Index i = 0; i < count; i += width) {
        const Index left = count - i, reach = 2 * left - 1; // nothing behind the last one is touched
        const __m512 low = _mm512_maskz_loadu_ps(lanes(reach), from + 2 * i), high = _mm512_maskz_loadu_ps(lanes(reach < width ? 0 : reach - width), from + 2 * i + width);
        _mm512_mask_storeu_ps(to + i, lanes(left), _mm512_permutex2var_ps(low, even, high));
    }
}

/// gatherPatches() where a row fits into a vector, as those of small maps do: what is the same for all rows is worked out once.
void gatherShortRows(const Patches &patches, const float *image, float *columns) {
    const bool isEven = patches.columnStep == 2;
    const Index reach = isEven ? 2 * patches.columns - 1 : patches.columns;
    const __m512i pick = isEven ? _mm512_setr_epi32(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30)
                                : _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    const __mmask16 low = lanes(reach), high = lanes(reach < width ? 0 : reach - width), all = lanes(patches.columns);
    for (Index depth = 0; depth < patches.depths; ++depth) {
        const float *from = image + patches.offsets[depth];
        float *to = columns + depth * patches.stride;
        for (Index row = 0; row < patches.rows; ++row) {
            const __m512 first = _mm512_maskz_loadu_ps(low, from), second = _mm512_maskz_loadu_ps(high, from + width);
            _mm512_mask_storeu_ps(to, all, _mm512_permutex2var_ps(first, pick, second));
            from += patches.rowStep;
            to += patches.columns;
        }
    }
}

inline void copyRow(Index count, const float *from, float *to) {
    for (Index i = 0; i < count; i += width)
        _mm512_mask_storeu_ps(to + i, lanes(count - i), _mm512_maskz_loadu_ps(lanes(count - i), from + i));
}

inline void addRow(Index count, const float *from, float *to) {
    for (Index i = 0; i < count; i += width) {
        const __mmask16 mask = lanes(count - i);
        _mm512_mask_storeu_ps(to + i, mask, _mm512_add_ps(_mm512_maskz_loadu_ps(mask, to + i), _mm512_maskz_loadu_ps(mask, from + i)));
    }
}

#else

inline void copyEven(Index count, const float *from, float *__restrict to) {
    for (Index i = 0; i < count; ++i)
        to[i] = from[2 * i];
}

inline void copyRow(Index count, const float *from, float *__restrict to) {
    for (Index i = 0; i < count; ++i)
        to[i] = from[i];
}

inline void addRow(Index count, const float *__restrict from, float *to) {
    for (Index i = 0; i < count; ++i)
        to[i] += from[i];
}

#endif

} // namespace

void gatherPatches(const Patches &patches, const float *image, float *columns) {
#if defined(__AVX512F__)
    if (patches.columns <= width && patches.columnStep <= 2)
        return gatherShortRows(patches, image, columns);
#endif
    for (Index depth = 0; depth < patches.depths; ++depth)
        for (Index row = 0; row < patches.rows; ++row) {
            const float *from = image + patches.offsets[depth] + row * patches.rowStep;
            float *to = columns + depth * patches.stride + row * patches.columns;
            if (patches.columnStep == 1)
                copyRow(patches.columns, from, to);
            else if (patches.columnStep == 2)
                copyEven(patches.columns, from, to);
            else
                for (Index i = 0; i < patches.columns; ++i)
                    to[i] = from[i * patches.columnStep];
        }
}

void addPatches(const Patches &patches, const float *columns, float *image) {
    for (Index depth = 0; depth < patches.depths; ++depth)
        for (Index row = 0; row < patches.rows; ++row) {
            const float *from = columns + depth * patches.stride + row * patches.columns;
            float *to = image + patches.offsets[depth] + row * patches.rowStep;
            if (patches.columnStep == 1)
                addRow(patches.columns, from, to);
            else // one by one: rows of neighbouring depths overlap, and a vector just stored in part cannot be read back at once
                for (Index i = 0; i < patches.columns; ++i)
                    to[i * patches.columnStep] += from[i];
        }
}

} // namespace hourglass::kernels
