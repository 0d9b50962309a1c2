#include "engine/analysis/code_path.h"

#include <algorithm>
#include <cmath>

namespace hourglass::analysis {

namespace {

double product(std::span<const float> a, std::span<const float> b, std::span<const float> origin) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += (static_cast<double>(a[i]) - static_cast<double>(origin[i])) * (static_cast<double>(b[i]) - static_cast<double>(origin[i]));
    return sum;
}

} // namespace

std::vector<float> linearBetween(std::span<const float> a, std::span<const float> b, double t) {
    std::vector<float> code(a.size());
    for (std::size_t i = 0; i < code.size(); ++i)
        code[i] = static_cast<float>((1 - t) * static_cast<double>(a[i]) + t * static_cast<double>(b[i]));
    return code;
}

std::vector<float> sphericalBetween(std::span<const float> a, std::span<const float> b, std::span<const float> origin, double t) {
    constexpr double leastSine = 1e-6;
    const double lengths = std::sqrt(product(a, a, origin) * product(b, b, origin));
    const double angle = lengths > 0 ? std::acos(std::clamp(product(a, b, origin) / lengths, -1.0, 1.0)) : 0;
    const double sine = std::sin(angle);
    if (!(std::abs(sine) > leastSine))
        return linearBetween(a, b, t);
    const double ofA = std::sin((1 - t) * angle) / sine, ofB = std::sin(t * angle) / sine;
    std::vector<float> code(a.size());
    for (std::size_t i = 0; i < code.size(); ++i) {
        const double middle = static_cast<double>(origin[i]);
        code[i] = static_cast<float>(middle + ofA * (static_cast<double>(a[i]) - middle) + ofB * (static_cast<double>(b[i]) - middle));
    }
    return code;
}

} // namespace hourglass::analysis
