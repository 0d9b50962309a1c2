#include "engine/projections/fourier.h"

#include <cmath>
#include <numbers>

namespace hourglass::projections {

namespace {

Index withoutFactor(Index number, Index factor) {
    while (number % factor == 0)
        number /= factor;
    return number;
}

} // namespace

Index Fourier::lengthFor(Index least) {
    for (Index length = least + least % 2;; length += 2)
        if (withoutFactor(withoutFactor(withoutFactor(length, 2), 3), 5) == 1)
            return length;
}

Fourier::Fourier(Index length) : m_length(length) {
    for (Index left = length; left > 1;) {
        const int radix = left % 4 == 0 ? 4 : left % 2 == 0 ? 2 : left % 3 == 0 ? 3 : 5;
        m_radices.push_back(radix);
        for (Index p = 0; p < left / radix; ++p)
            for (int j = 1; j < radix; ++j) {
                const double angle = -2 * std::numbers::pi * static_cast<double>(p * j % left) / static_cast<double>(left);
                m_factors.push_back(static_cast<float>(std::cos(angle)));
                m_factors.push_back(static_cast<float>(std::sin(angle)));
            }
        left /= radix;
    }
}

} // namespace hourglass::projections
