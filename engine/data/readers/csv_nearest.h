// The float nearest to a decimal, where a double tells it.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace hourglass::data {

constexpr int mostPower = 64;

/// 10^-64 … 10^64, each the nearest double.
inline constexpr std::array<double, 2 * mostPower + 1> powers{
    1e-64, 1e-63, 1e-62, 1e-61, 1e-60, 1e-59, 1e-58, 1e-57, 1e-56, 1e-55, 1e-54, 1e-53, 1e-52, 1e-51, 1e-50, 1e-49, 1e-48, 1e-47, 1e-46, 1e-45, 1e-44, 1e-43,
    1e-42, 1e-41, 1e-40, 1e-39, 1e-38, 1e-37, 1e-36, 1e-35, 1e-34, 1e-33, 1e-32, 1e-31, 1e-30, 1e-29, 1e-28, 1e-27, 1e-26, 1e-25, 1e-24, 1e-23, 1e-22, 1e-21,
    1e-20, 1e-19, 1e-18, 1e-17, 1e-16, 1e-15, 1e-14, 1e-13, 1e-12, 1e-11, 1e-10, 1e-9,  1e-8,  1e-7,  1e-6,  1e-5,  1e-4,  1e-3,  1e-2,  1e-1,  1e0,   1e1,
    1e2,   1e3,   1e4,   1e5,   1e6,   1e7,   1e8,   1e9,   1e10,  1e11,  1e12,  1e13,  1e14,  1e15,  1e16,  1e17,  1e18,  1e19,  1e20,  1e21,  1e22,  1e23,
    1e24,  1e25,  1e26,  1e27,  1e28,  1e29,  1e30,  1e31,  1e32,  1e33,  1e34,  1e35,  1e36,  1e37,  1e38,  1e39,  1e40,  1e41,  1e42,  1e43,  1e44,  1e45,
    1e46,  1e47,  1e48,  1e49,  1e50,  1e51,  1e52,  1e53,  1e54,  1e55,  1e56,  1e57,  1e58,  1e59,  1e60,  1e61,  1e62,  1e63,  1e64};

/// The float nearest to mantissa · 10^power, or false where a double does not tell. The double is off by three roundings at most (of the
/// mantissa, the power and the product), less than four units of its last place; unless it comes that near to the middle between two
/// floats, rounding it gives what rounding the exact number gives. (After Clinger 1990, whose path knows exact factors only.)
inline bool nearestFloat(double mantissa, int power, float &value) {
    if (mantissa == 0.0) {
        value = 0.0f;
        return true;
    }
    constexpr float smallestNormal = 1.17549435e-38f, largest = 3.40282347e38f;
    if (power < -mostPower || power > mostPower)
        return false;
    const double product = mantissa * powers[static_cast<std::size_t>(power + mostPower)];
    if (!(product >= smallestNormal * 1.0001 && product <= largest))
        return false;
    constexpr std::uint64_t below = (1u << 29) - 1, middle = 1u << 28, margin = 8;
    if ((std::bit_cast<std::uint64_t>(product) & below) - (middle - margin) <= 2 * margin)
        return false;
    value = static_cast<float>(product);
    return true;
}

} // namespace hourglass::data
