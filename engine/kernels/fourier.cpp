// The potential of a plane of charges by Fourier transforms: sixteen transforms at once, each in a lane.
#include "engine/kernels/projections.h"

#include <cstring>
#include <utility>

namespace hourglass::kernels {

namespace {

constexpr Index lanes = fourierLanes;
typedef float Lanes __attribute__((vector_size(lanes * sizeof(float)), may_alias)); ///< as many machine vectors as the level needs

struct Complex {
    Lanes re, im;
};

inline Complex operator+(Complex a, Complex b) {
    return {a.re + b.re, a.im + b.im};
}
inline Complex operator-(Complex a, Complex b) {
    return {a.re - b.re, a.im - b.im};
}
/// −i a
inline Complex turned(Complex a) {
    return {a.im, -a.re};
}
inline Complex scaled(Complex a, float by) {
    return {a.re * by, a.im * by};
}
inline Complex times(Complex a, float re, float im) {
    return {a.re * re - a.im * im, a.re * im + a.im * re};
}

inline Complex pairAt(const float *re, const float *im) {
    return {*reinterpret_cast<const Lanes *>(re), *reinterpret_cast<const Lanes *>(im)};
}

struct Signal {
    float *re, *im;
    Complex at(Index i) const { return pairAt(re + i * lanes, im + i * lanes); }
    void set(Index i, Complex value) const {
        *reinterpret_cast<Lanes *>(re + i * lanes) = value.re;
        *reinterpret_cast<Lanes *>(im + i * lanes) = value.im;
    }
};

template <int radix>
inline void butterfly(Complex *a) {
    if constexpr (radix == 2) {
        const Complex sum = a[0] + a[1], difference = a[0] - a[1];
        a[0] = sum;
        a[1] = difference;
    } else if constexpr (radix == 3) {
        constexpr float half = 0.5f, height = 0.86602540378443865f;
        const Complex sum = a[1] + a[2], side = turned(scaled(a[1] - a[2], height)), middle = a[0] - scaled(sum, half);
        a[0] = a[0] + sum;
        a[1] = middle + side;
        a[2] = middle - side;
    } else if constexpr (radix == 4) {
        const Complex even = a[0] + a[2], evenLess = a[0] - a[2], odd = a[1] + a[3], oddLess = turned(a[1] - a[3]);
        a[0] = even + odd;
        a[1] = evenLess + oddLess;
        a[2] = even - odd;
        a[3] = evenLess - oddLess;
    } else {
        constexpr float c1 = 0.30901699437494742f, c2 = -0.80901699437494742f, s1 = 0.95105651629515357f, s2 = 0.58778525229247313f;
        const Complex outer = a[1] + a[4], outerLess = a[1] - a[4], inner = a[2] + a[3], innerLess = a[2] - a[3];
        const Complex first = a[0] + scaled(outer, c1) + scaled(inner, c2), second = a[0] + scaled(outer, c2) + scaled(inner, c1);
        const Complex firstSide = turned(scaled(outerLess, s1) + scaled(innerLess, s2));
        const Complex secondSide = turned(scaled(outerLess, s2) - scaled(innerLess, s1));
        a[0] = a[0] + outer + inner;
        a[1] = first + firstSide;
        a[2] = second + secondSide;
        a[3] = second - secondSide;
        a[4] = first - firstSide;
    }
}

/// One pass of Stockham's transform, decimated in frequency: from[q + s (p + m j)] to[q + s (r p + j)], m = length / radix.
template <int radix>
void pass(Index length, Index step, const float *factors, Signal from, Signal to) {
    const Index m = length / radix;
    for (Index p = 0; p < m; ++p, factors += 2 * (radix - 1))
        for (Index q = 0; q < step; ++q) {
            Complex a[radix];
#pragma GCC unroll 5
            for (int j = 0; j < radix; ++j)
                a[j] = from.at(q + step * (p + m * j));
            butterfly<radix>(a);
            to.set(q + step * radix * p, a[0]);
#pragma GCC unroll 5
            for (int j = 1; j < radix; ++j)
                to.set(q + step * (radix * p + j), times(a[j], factors[2 * j - 2], factors[2 * j - 1]));
        }
}

/// Leaves the result in the first of the two signals that it returns.
std::pair<Signal, Signal> transformed(const FourierPlan &plan, Signal from, Signal to) {
    Index length = plan.length, step = 1;
    const float *factors = plan.factors;
    for (int i = 0; i < plan.passes; ++i) {
        const int radix = plan.radices[i];
        switch (radix) {
        case 2: pass<2>(length, step, factors, from, to); break;
        case 3: pass<3>(length, step, factors, from, to); break;
        case 4: pass<4>(length, step, factors, from, to); break;
        default: pass<5>(length, step, factors, from, to); break;
        }
        length /= radix;
        factors += 2 * (radix - 1) * length;
        step *= radix;
        std::swap(from, to);
    }
    return {from, to};
}

std::pair<Signal, Signal> signalsIn(const FourierPlan &plan, float *work) {
    const Index size = plan.length * lanes;
    return {{work, work + size}, {work + 2 * size, work + 3 * size}};
}

void clear(Signal signal, Index from, Index to) {
    std::memset(signal.re + from * lanes, 0, static_cast<std::size_t>((to - from) * lanes) * sizeof(float));
    std::memset(signal.im + from * lanes, 0, static_cast<std::size_t>((to - from) * lanes) * sizeof(float));
}

} // namespace

void fourierDown(const FourierPlan &plan, Index rows, const float *grid, Index gridStride, float *re, float *im, Index stride, float *work) {
    auto [from, spare] = signalsIn(plan, work);
    for (Index row = 0; row < rows; ++row) {
        std::memcpy(from.re + row * lanes, grid + row * gridStride, lanes * sizeof(float));
        std::memcpy(from.im + row * lanes, grid + row * gridStride + lanes, lanes * sizeof(float));
    }
    clear(from, rows, plan.length);
    const auto [result, unused] = transformed(plan, from, spare);
    // Two real signals were one complex one: A = (Z(k) + Z*(−k)) / 2, B = (Z(k) − Z*(−k)) / 2i.
    for (Index k = 0; k <= plan.length / 2; ++k) {
        const Complex here = result.at(k), there = result.at(k == 0 ? 0 : plan.length - k);
        const Signal to{re + k * stride, im + k * stride};
        to.set(0, {(here.re + there.re) * 0.5f, (here.im - there.im) * 0.5f});
        to.set(1, {(here.im + there.im) * 0.5f, (there.re - here.re) * 0.5f});
    }
}

void fourierAcross(const FourierPlan &plan, Index columns, float *re, float *im, Index stride, const float *spectrum, float *work) {
    auto [from, spare] = signalsIn(plan, work);
    transpose(columns, lanes, re, stride, from.re, lanes);
    transpose(columns, lanes, im, stride, from.im, lanes);
    clear(from, columns, plan.length);
    auto [result, free] = transformed(plan, from, spare);
    // Back by the same transform with real and imaginary parts exchanged.
    for (Index k = 0; k < plan.length; ++k) {
        const Lanes factor = *reinterpret_cast<const Lanes *>(spectrum + k * lanes);
        const Complex value = result.at(k);
        result.set(k, {value.im * factor, value.re * factor});
    }
    const auto [back, unused] = transformed(plan, result, free);
    transpose(lanes, columns, back.im, lanes, re, stride);
    transpose(lanes, columns, back.re, lanes, im, stride);
}

void fourierSpectrum(const FourierPlan &plan, const float *re, Index stride, float *spectrum, float *work) {
    auto [from, spare] = signalsIn(plan, work);
    const Index half = plan.length / 2;
    transpose(half + 1, lanes, re, stride, from.re, lanes);
    for (Index k = half + 1; k < plan.length; ++k)
        std::memcpy(from.re + k * lanes, from.re + (plan.length - k) * lanes, lanes * sizeof(float));
    std::memset(from.im, 0, static_cast<std::size_t>(plan.length * lanes) * sizeof(float));
    const auto [result, unused] = transformed(plan, from, spare);
    std::memcpy(spectrum, result.re, static_cast<std::size_t>(plan.length * lanes) * sizeof(float));
}

void fourierUp(const FourierPlan &plan, Index rows, const float *re, const float *im, Index stride, float *grid, Index gridStride, float *work) {
    auto [from, spare] = signalsIn(plan, work);
    const Index half = plan.length / 2;
    for (Index k = 0; k <= half; ++k) {
        const Complex a = pairAt(re + k * stride, im + k * stride), b = pairAt(re + k * stride + lanes, im + k * stride + lanes);
        // Z = A + iB, exchanged for the way back; of −k the conjugates of A and B.
        from.set(k, {a.im + b.re, a.re - b.im});
        if (k > 0 && k < half)
            from.set(plan.length - k, {b.re - a.im, a.re + b.im});
    }
    const auto [result, unused] = transformed(plan, from, spare);
    for (Index row = 0; row < rows; ++row) {
        std::memcpy(grid + row * gridStride, result.im + row * lanes, lanes * sizeof(float));
        std::memcpy(grid + row * gridStride + lanes, result.re + row * lanes, lanes * sizeof(float));
    }
}

} // namespace hourglass::kernels
