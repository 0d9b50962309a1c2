// Functions of whole vectors, and random numbers in lanes. Internal linkage: no two levels may share a copy.
#pragma once

#include "engine/kernels/gather.h"

namespace hourglass::kernels {
namespace {

typedef std::uint32_t WordVector __attribute__((vector_size(width * sizeof(std::uint32_t))));

[[maybe_unused]] inline Vector smaller(Vector a, Vector b) {
    return a < b ? a : b;
}
[[maybe_unused]] inline Vector larger(Vector a, Vector b) {
    return a > b ? a : b;
}

/// −|x|
[[maybe_unused]] inline Vector minusSizeOf(Vector x) {
    return reinterpret_cast<Vector>(reinterpret_cast<WordVector>(x) | 0x80000000u);
}

/// As core::logarithmOf(): 1e-7 relative, for normal positive numbers.
[[maybe_unused]] inline Vector logarithmOf(Vector x) {
    const IntVector shifted = reinterpret_cast<IntVector>(x) - 0x3f3504f3;
    const Vector exponent = __builtin_convertvector(shifted >> 23, Vector);
    const Vector m = reinterpret_cast<Vector>((shifted & 0x007fffff) + 0x3f3504f3) - 1.0f, z = m * m;
    Vector p = m * 7.0376836292E-2f - 1.1514610310E-1f;
    p = p * m + 1.1676998740E-1f;
    p = p * m - 1.2420140846E-1f;
    p = p * m + 1.4249322787E-1f;
    p = p * m - 1.6668057665E-1f;
    p = p * m + 2.0000714765E-1f;
    p = p * m - 2.4999993993E-1f;
    p = p * m + 3.3333331174E-1f;
    return m + (m * z * p + exponent * -2.12194440e-4f - 0.5f * z) + exponent * 0.693359375f;
}

/// exp(x) from x within ±87, as exponential().
[[maybe_unused]] inline Vector exponentialWithin(Vector x) {
    const Vector shifted = x * 1.44269504088896341f + 12582912.0f, n = shifted - 12582912.0f;
    const Vector r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
    Vector p = r * 1.9875691500E-4f + 1.3981999507E-3f;
    p = p * r + 8.3334519073E-3f;
    p = p * r + 4.1665795894E-2f;
    p = p * r + 1.6666665459E-1f;
    p = p * r + 5.0000001201E-1f;
    p = p * r * r + r + 1.0f;
    const WordVector power = (reinterpret_cast<WordVector>(shifted) << 23) + (127u << 23);
    return p * reinterpret_cast<Vector>(power);
}
/// As exponential(), but a number of not-a-number.
[[maybe_unused]] inline Vector exponentialOf(Vector x) {
    return exponentialWithin(larger(smaller(x, Vector{} + 87.0f), Vector{} - 87.0f));
}
/// As exponential() of what is not positive; not-a-number stays one.
[[maybe_unused]] inline Vector exponentialOfNegative(Vector x) {
    return exponentialWithin(larger(Vector{} - 87.0f, x));
}

/// A word from another, each bit of which hangs on every bit (the end of MurmurHash3, Appleby 2011).
[[maybe_unused]] inline WordVector mixed(WordVector word) {
    word ^= word >> 16;
    word *= 0x85ebca6bu;
    word ^= word >> 13;
    word *= 0xc2b2ae35u;
    return word ^ word >> 16;
}
/// The next word of each lane (Marsaglia 2003, xorshift32); never 0 where it was not.
[[maybe_unused]] inline WordVector nextOf(WordVector word) {
    word ^= word << 13;
    word ^= word >> 17;
    return word ^ word << 5;
}
/// A number below `count`, at most 2^24, from a word.
[[maybe_unused]] inline IntVector below(WordVector word, float count) {
    const Vector drawn = __builtin_convertvector(reinterpret_cast<IntVector>(word >> 8), Vector) * (0x1p-24f * count);
    const IntVector index = __builtin_convertvector(drawn, IntVector), last = IntVector{} + (static_cast<std::int32_t>(count) - 1);
    return index < last ? index : last;
}

} // namespace
} // namespace hourglass::kernels
