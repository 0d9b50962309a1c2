// Numbers that lie apart, read into a vector. Internal linkage: no two levels may share a copy.
#pragma once

#include <cstddef>

#include "engine/kernels/vectors.h"

namespace hourglass::kernels {
namespace {

typedef std::int32_t IntVector __attribute__((vector_size(width * sizeof(std::int32_t))));
typedef std::int32_t UnalignedIntVector __attribute__((vector_size(width * sizeof(std::int32_t)), aligned(4), may_alias));

[[maybe_unused]] inline Vector gather(const float *from, IntVector at) {
#if defined(__AVX512F__)
    return reinterpret_cast<Vector>(
        _mm512_mask_i32gather_ps(_mm512_setzero_ps(), 0xFFFF, reinterpret_cast<__m512i>(at), from, 4)); // GCC 12 warns of the plain one
#elif defined(__AVX2__)
    return reinterpret_cast<Vector>(_mm256_i32gather_ps(from, reinterpret_cast<__m256i>(at), 4));
#else
    Vector values;
    for (int lane = 0; lane < width; ++lane)
        values[lane] = from[at[lane]];
    return values;
#endif
}

typedef float Vector4 __attribute__((vector_size(4 * sizeof(float))));
#if defined(__AVX2__)
typedef float Vector8 __attribute__((vector_size(8 * sizeof(float))));
[[maybe_unused]] inline Vector8 joined(Vector4 low, Vector4 high) {
    return __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7);
}
#endif
#if defined(__AVX512F__)
[[maybe_unused]] inline Vector joined(Vector8 low, Vector8 high) {
    return __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
}
#endif

/// Numbers that lie in twos at from + 2 · at: the first of each and the second. A load for each two is quicker than a gathering instruction for each of both on
/// AMD's cores. Joined in registers: what was written in pieces and is read as a whole waits for the memory.
[[maybe_unused]] inline void gatherTwos(const float *from, const std::int32_t *at, Vector &first, Vector &second) {
    const auto two = [&](int lane) { return reinterpret_cast<const __m64 *>(from + 2 * static_cast<std::ptrdiff_t>(at[lane])); };
    const auto twoTwos = [&](int lane) { return reinterpret_cast<Vector4>(_mm_loadh_pi(_mm_loadl_pi(_mm_setzero_ps(), two(lane)), two(lane + 1))); };
#if defined(__AVX512F__)
    const auto pieces = [&](int lane) { // two lanes of each four
        return joined(joined(twoTwos(lane), twoTwos(lane + 4)), joined(twoTwos(lane + 8), twoTwos(lane + 12)));
    };
    const Vector low = pieces(0), high = pieces(2);
    first = __builtin_shufflevector(low, high, 0, 2, 16, 18, 4, 6, 20, 22, 8, 10, 24, 26, 12, 14, 28, 30);
    second = __builtin_shufflevector(low, high, 1, 3, 17, 19, 5, 7, 21, 23, 9, 11, 25, 27, 13, 15, 29, 31);
#elif defined(__AVX2__)
    const Vector low = joined(twoTwos(0), twoTwos(4)), high = joined(twoTwos(2), twoTwos(6));
    first = __builtin_shufflevector(low, high, 0, 2, 8, 10, 4, 6, 12, 14);
    second = __builtin_shufflevector(low, high, 1, 3, 9, 11, 5, 7, 13, 15);
#else
    const Vector low = twoTwos(0), high = twoTwos(2);
    first = __builtin_shufflevector(low, high, 0, 2, 4, 6);
    second = __builtin_shufflevector(low, high, 1, 3, 5, 7);
#endif
}

[[maybe_unused]] inline Vector loadVector(const float *from) {
    return *reinterpret_cast<const UnalignedVector *>(from);
}
[[maybe_unused]] inline void storeVector(float *to, Vector value) {
    *reinterpret_cast<UnalignedVector *>(to) = value;
}
[[maybe_unused]] inline IntVector loadIntegers(const std::int32_t *from) {
    return *reinterpret_cast<const UnalignedIntVector *>(from);
}

/// By halves, so that the order is the same wherever the vectors are as wide.
[[maybe_unused]] inline float sumOf(Vector v) {
#if defined(__AVX512F__)
    const Vector8 half = __builtin_shufflevector(v, v, 0, 1, 2, 3, 4, 5, 6, 7) + __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15);
#elif defined(__AVX2__)
    const Vector8 half = v;
#endif
#if defined(__AVX2__)
    const Vector4 quarter = __builtin_shufflevector(half, half, 0, 1, 2, 3) + __builtin_shufflevector(half, half, 4, 5, 6, 7);
#else
    const Vector4 quarter = v;
#endif
    const Vector4 two = quarter + __builtin_shufflevector(quarter, quarter, 2, 3, 2, 3);
    return two[0] + two[1];
}

} // namespace
} // namespace hourglass::kernels
