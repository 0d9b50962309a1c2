// The images of convolutions laid out as matrices, and back.
#include "engine/kernels/images.h"
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
        const __m512 low = _mm512_maskz_loadu_ps(lanes(reach), from + 2 * i),
                     high = _mm512_maskz_loadu_ps(lanes(reach < width ? 0 : reach - width), from + 2 * i + width);
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

/// Depths whose patches begin one number behind each other, as those of a row of a kernel do, from `depth` on.
Index neighbours(const Patches &patches, Index depth) {
    Index count = 1;
    while (depth + count < patches.depths && patches.offsets[depth + count] == patches.offsets[depth] + count)
        ++count;
    return count;
}

/// addPatches() in steps of two where what neighbouring depths reach of a row fits into two vectors: it is added up in registers, in the order of
/// depths, because a vector just stored in part cannot be read back at once. Two rows of the same depths never meet.
void addShortRows(const Patches &patches, const float *columns, float *image) {
    constexpr Index mostTogether = 8;
    const Index mostThatFit = 2 * width - 2 * (patches.columns - 1), most = mostThatFit < mostTogether ? mostThatFit : mostTogether;
    // Lane l of a row takes number (l − depth) / 2 where that is one, lane l of the second vector number (l + 16 − depth) / 2.
    __m512i places[mostTogether], further[mostTogether];
    __mmask16 taken[mostTogether], takenFurther[mostTogether];
    const __m512i lane = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), end = _mm512_set1_epi32(static_cast<int>(patches.columns));
    for (int depth = 0; depth < mostTogether; ++depth) {
        const __mmask16 parity = depth % 2 == 0 ? 0x5555 : 0xaaaa;
        places[depth] = _mm512_srai_epi32(_mm512_sub_epi32(lane, _mm512_set1_epi32(depth)), 1);
        further[depth] = _mm512_add_epi32(places[depth], _mm512_set1_epi32(width / 2));
        taken[depth] = _mm512_mask_cmplt_epi32_mask(_mm512_mask_cmpge_epi32_mask(parity, places[depth], _mm512_setzero_si512()), places[depth], end);
        takenFurther[depth] = _mm512_mask_cmplt_epi32_mask(_mm512_mask_cmpge_epi32_mask(parity, further[depth], _mm512_setzero_si512()), further[depth], end);
    }
    const __mmask16 all = lanes(patches.columns);
    for (Index depth = 0, together = 0; depth < patches.depths; depth += together) {
        together = neighbours(patches, depth);
        together = together < most ? together : most;
        const Index reach = 2 * (patches.columns - 1) + together;
        const __mmask16 low = lanes(reach), high = lanes(reach < width ? 0 : reach - width);
        for (Index row = 0; row < patches.rows; ++row) {
            float *to = image + patches.offsets[depth] + row * patches.rowStep;
            const float *from = columns + depth * patches.stride + row * patches.columns;
            __m512 first = _mm512_maskz_loadu_ps(low, to), second = _mm512_maskz_loadu_ps(high, to + width);
            for (Index next = 0; next < together; ++next, from += patches.stride) {
                const __m512 numbers = _mm512_maskz_loadu_ps(all, from);
                first = _mm512_mask_add_ps(first, taken[next], first, _mm512_maskz_permutexvar_ps(taken[next], places[next], numbers));
                second = _mm512_mask_add_ps(second, takenFurther[next], second, _mm512_maskz_permutexvar_ps(takenFurther[next], further[next], numbers));
            }
            _mm512_mask_storeu_ps(to, low, first);
            if (high != 0)
                _mm512_mask_storeu_ps(to + width, high, second);
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

void copyImage(Index channels, Index rows, Index columns, const float *from, const ImageRows &fromRows, float *to, const ImageRows &toRows) {
    for (Index channel = 0; channel < channels; ++channel)
        for (Index row = 0; row < rows; ++row)
            copyRow(columns, from + channel * fromRows.channelStep + row * fromRows.rowStep, to + channel * toRows.channelStep + row * toRows.rowStep);
}

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
#if defined(__AVX512F__)
    if (patches.columns <= width && patches.columnStep == 2)
        return addShortRows(patches, columns, image);
#endif
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
