// The arithmetic of random.h, inline for the kernels. Internal linkage on purpose: units built for different instruction sets must not
// share one copy.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>

namespace hourglass::core {
namespace {

/// Where number (step, sample, four elements) stands: steps and samples up to 2^44 and 2^52 in use never meet.
[[maybe_unused]] inline std::array<std::uint32_t, 4> counterOf(std::uint64_t step, std::uint64_t sample, std::uint64_t quad) {
    return {static_cast<std::uint32_t>(quad), static_cast<std::uint32_t>(sample), static_cast<std::uint32_t>(step),
            static_cast<std::uint32_t>((step >> 32) ^ ((sample >> 32) << 12) ^ ((quad >> 32) << 24))};
}

[[maybe_unused]] inline std::array<std::uint32_t, 4> philoxRounds(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key) {
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t first = std::uint64_t{0xD2511F53} * counter[0], second = std::uint64_t{0xCD9E8D57} * counter[2];
        counter = {static_cast<std::uint32_t>(second >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(second),
                   static_cast<std::uint32_t>(first >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(first)};
        key[0] += 0x9E3779B9;
        key[1] += 0xBB67AE85;
    }
    return counter;
}

/// (0, 1) on a grid of 2^-24, offset by half a step: both ends stay out, and every value is exact in float.
[[maybe_unused]] inline float uniformOf(std::uint32_t word) {
    return (static_cast<float>(static_cast<std::int32_t>(word >> 9)) + 0.5f) * 0x1p-23f;
}

/// Natural logarithm for normal positive floats, by polynomials alone (Cephes logf, Moshier 1989): no library, no platform in the result.
[[maybe_unused]] inline float logarithmOf(float x) {
    const auto bits = __builtin_bit_cast(std::int32_t, x);
    // Mantissa in [sqrt(1/2), sqrt(2)).
    const std::int32_t shifted = bits - 0x3f3504f3;
    const float exponent = static_cast<float>(shifted >> 23);
    const float m = __builtin_bit_cast(float, (shifted & 0x007fffff) + 0x3f3504f3) - 1.0f;
    const float z = m * m;
    float p = 7.0376836292E-2f;
    p = p * m - 1.1514610310E-1f;
    p = p * m + 1.1676998740E-1f;
    p = p * m - 1.2420140846E-1f;
    p = p * m + 1.4249322787E-1f;
    p = p * m - 1.6668057665E-1f;
    p = p * m + 2.0000714765E-1f;
    p = p * m - 2.4999993993E-1f;
    p = p * m + 3.3333331174E-1f;
    float y = m * z * p;
    y += exponent * -2.12194440e-4f;
    y -= 0.5f * z;
    return (m + y) + exponent * 0.693359375f;
}

/// AS 241, PPND7: about seven digits. Both branches are computed and one is chosen, so that loops of it are vectors.
[[maybe_unused]] inline float normalOf(std::uint32_t word) {
    const float q = uniformOf(word) - 0.5f;
    const float r = 0.180625f - q * q;
    const float centre = q * (((59.109374720f * r + 159.29113202f) * r + 50.434271938f) * r + 3.3871327179f) /
                         (((67.187563600f * r + 78.757757664f) * r + 17.895169469f) * r + 1.0f);
    const float tail = q < 0 ? 0.5f + q : 0.5f - q;
    const float s = std::sqrt(-logarithmOf(tail));
    const float t = s - 1.6f;
    const float near = (((0.17023821103f * t + 1.3067284816f) * t + 2.7568153900f) * t + 1.4234372777f) / ((0.12021132975f * t + 0.73700164250f) * t + 1.0f);
    const float u = s - 5.0f;
    const float far = (((0.017337203997f * u + 0.42868294337f) * u + 3.0812263860f) * u + 6.6579051150f) / ((0.012258202635f * u + 0.24197894225f) * u + 1.0f);
    const float outside = s <= 5.0f ? near : far;
    const float signedOutside = q < 0 ? -outside : outside;
    return (q < 0 ? -q : q) <= 0.425f ? centre : signedOutside;
}

} // namespace
} // namespace hourglass::core
