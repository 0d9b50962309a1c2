// The vector type of this level and the functions that loops of it need. Internal linkage: no two levels may share a copy.
#pragma once

#include <cstdint>

#include <immintrin.h>

namespace hourglass::kernels {
namespace {

#if defined(__AVX512F__)
constexpr int width = 16; ///< floats in a vector
#elif defined(__AVX2__)
constexpr int width = 8;
#else
constexpr int width = 4;
#endif

typedef float Vector __attribute__((vector_size(width * sizeof(float))));
typedef float UnalignedVector __attribute__((vector_size(width * sizeof(float)), aligned(4), may_alias));

/// a · b + c, fused where the level has it: said outright, because a compiler left to contract may do so in one tile and not in another.
[[maybe_unused]] inline Vector multiplyAdd(Vector a, Vector b, Vector c) {
#if defined(__AVX512F__)
    return reinterpret_cast<Vector>(_mm512_fmadd_ps(reinterpret_cast<__m512>(a), reinterpret_cast<__m512>(b), reinterpret_cast<__m512>(c)));
#elif defined(__FMA__)
    return reinterpret_cast<Vector>(_mm256_fmadd_ps(reinterpret_cast<__m256>(a), reinterpret_cast<__m256>(b), reinterpret_cast<__m256>(c)));
#else
    return a * b + c;
#endif
}

/// exp(x) by polynomial (Cephes expf, Moshier 1989), 1e-7 relative; clamped to ±87, where float ends.
[[maybe_unused]] inline float exponential(float x) {
    x = x > 87.0f ? 87.0f : x;
    x = x < -87.0f ? -87.0f : x;
    // Adding and taking away 1.5 · 2^23 rounds to the nearest whole number in any vector unit.
    const float shifted = x * 1.44269504088896341f + 12582912.0f;
    const float n = shifted - 12582912.0f;
    const float r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
    float p = 1.9875691500E-4f;
    p = p * r + 1.3981999507E-3f;
    p = p * r + 8.3334519073E-3f;
    p = p * r + 4.1665795894E-2f;
    p = p * r + 1.6666665459E-1f;
    p = p * r + 5.0000001201E-1f;
    p = p * r * r + r + 1.0f;
    // The lowest bits of `shifted` are those of n: no conversion, which not-a-number would not survive.
    const std::uint32_t power = (__builtin_bit_cast(std::uint32_t, shifted) << 23) + (127u << 23);
    return p * __builtin_bit_cast(float, power);
}

[[maybe_unused]] inline float sigmoid(float z) {
    return 1.0f / (1.0f + exponential(-z));
}

[[maybe_unused]] inline float hyperbolicTangent(float z) {
    // Near zero (exp(2z) − 1) cancels: an odd polynomial (Cephes tanhf) takes over below 0.625.
    const float s = z * z;
    float p = -5.70498872745E-3f;
    p = p * s + 2.06390887954E-2f;
    p = p * s - 5.37397155531E-2f;
    p = p * s + 1.33314422036E-1f;
    p = p * s - 3.33332819422E-1f;
    const float small = p * s * z + z;
    const float magnitude = z < 0 ? -z : z;
    const float large = 1.0f - 2.0f / (exponential(2.0f * magnitude) + 1.0f);
    const float signedLarge = z < 0 ? -large : large;
    return magnitude < 0.625f ? small : signedLarge;
}

} // namespace
} // namespace hourglass::kernels
