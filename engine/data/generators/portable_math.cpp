#include "engine/data/generators/portable_math.h"

#include <bit>
#include <cmath>
#include <cstdint>

namespace hourglass::data {

namespace {

/// Quarter turns k and what is left of an angle, |rest| ≤ π/4. π/2 in two parts (fdlibm, Sun 1993): k times the first one is exact.
struct Reduced {
    std::int64_t quarter;
    double rest;
};

Reduced reduced(double radians) {
    const double k = std::floor(radians * (2.0 / pi) + 0.5);
    return {static_cast<std::int64_t>(k), (radians - k * 1.57079632673412561417e+00) - k * 6.07710050650619224932e-11};
}

/// Taylor's series to r^15 and r^16: what is left out is below 1e-16 for |r| ≤ π/4.
double sineNear(double r) {
    const double s = r * r;
    double sum = 1.0;
    for (int n = 15; n >= 3; n -= 2)
        sum = 1.0 - sum * s / static_cast<double>(n * (n - 1));
    return r * sum;
}

double cosineNear(double r) {
    const double s = r * r;
    double sum = 1.0;
    for (int n = 16; n >= 2; n -= 2)
        sum = 1.0 - sum * s / static_cast<double>(n * (n - 1));
    return sum;
}

double turned(std::int64_t quarter, double rest) {
    const double value = quarter & 1 ? cosineNear(rest) : sineNear(rest);
    return quarter & 2 ? -value : value;
}

} // namespace

double sine(double radians) {
    const Reduced angle = reduced(radians);
    return turned(angle.quarter, angle.rest);
}

double cosine(double radians) {
    const Reduced angle = reduced(radians);
    return turned(angle.quarter + 1, angle.rest);
}

double exponential(double x) {
    if (x < -700.0)
        return 0.0;
    const double within = x > 700.0 ? 700.0 : x;
    // x = k ln 2 + r with |r| ≤ ln 2 / 2; ln 2 in two parts as π/2 above.
    const double k = std::floor(within * 1.44269504088896338700 + 0.5);
    const double r = (within - k * 6.93147180369123816490e-01) - k * 1.90821492927058770002e-10;
    double sum = 1.0;
    for (int n = 14; n >= 1; --n)
        sum = 1.0 + sum * r / static_cast<double>(n);
    return sum * std::bit_cast<double>((static_cast<std::uint64_t>(static_cast<std::int64_t>(k) + 1023)) << 52);
}

} // namespace hourglass::data
