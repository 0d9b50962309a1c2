// Numbers that lie apart, read into a vector. Internal linkage: no two levels may share a copy.
#pragma once

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
    float lanes[width];
    storeVector(lanes, v);
    for (int half = width / 2; half > 0; half /= 2)
        for (int lane = 0; lane < half; ++lane)
            lanes[lane] += lanes[lane + half];
    return lanes[0];
}

} // namespace
} // namespace hourglass::kernels
