// Activations, sums and conversions: plain loops that the compiler turns into vectors.
#include "engine/kernels/kernels.h"
#include "engine/kernels/vectors.h"

#include <bit>

#include "engine/core/random_numbers.h"

namespace hourglass::kernels {

namespace {

constexpr float leak = 0.01f;

template <class F>
void activateColumns(Index rows, Index columns, float *y, Index stride, const float *bias, F f) {
    for (Index column = 0; column < columns; ++column) {
        float *__restrict values = y + column * stride;
        if (bias) {
            for (Index row = 0; row < rows; ++row)
                values[row] = f(values[row] + bias[row]);
        } else {
            for (Index row = 0; row < rows; ++row)
                values[row] = f(values[row]);
        }
    }
}

template <class F>
void scaleColumns(Index rows, Index columns, const float *y, Index yStride, float *dy, Index dyStride, F derivative) {
    for (Index column = 0; column < columns; ++column) {
        const float *__restrict values = y + column * yStride;
        float *__restrict gradient = dy + column * dyStride;
        for (Index row = 0; row < rows; ++row)
            gradient[row] *= derivative(values[row]);
    }
}

} // namespace

void biasAndActivate(Activation activation, Index rows, Index columns, float *y, Index stride, const float *bias) {
    switch (activation) {
    case Activation::Identity:
        if (bias)
            activateColumns(rows, columns, y, stride, bias, [](float z) { return z; });
        return;
    case Activation::Relu:
        return activateColumns(rows, columns, y, stride, bias, [](float z) { return z < 0 ? 0 : z; });
    case Activation::LeakyRelu:
        return activateColumns(rows, columns, y, stride, bias, [](float z) { return z < 0 ? leak * z : z; });
    case Activation::Sigmoid:
        return activateColumns(rows, columns, y, stride, bias, [](float z) { return sigmoid(z); });
    case Activation::Tanh:
        return activateColumns(rows, columns, y, stride, bias, [](float z) { return hyperbolicTangent(z); });
    }
}

void differentiate(Activation activation, Index rows, Index columns, const float *y, Index yStride, float *dy, Index dyStride) {
    switch (activation) {
    case Activation::Identity:
        return;
    case Activation::Relu:
        return scaleColumns(rows, columns, y, yStride, dy, dyStride, [](float v) { return v > 0 ? 1.0f : 0.0f; });
    case Activation::LeakyRelu:
        return scaleColumns(rows, columns, y, yStride, dy, dyStride, [](float v) { return v > 0 ? 1.0f : leak; });
    case Activation::Sigmoid:
        return scaleColumns(rows, columns, y, yStride, dy, dyStride, [](float v) { return v * (1.0f - v); });
    case Activation::Tanh:
        return scaleColumns(rows, columns, y, yStride, dy, dyStride, [](float v) { return 1.0f - v * v; });
    }
}

void sumColumns(Index rows, Index columns, const float *a, Index stride, float *sums) {
    for (Index row = 0; row < rows; ++row)
        sums[row] = 0.0f;
    for (Index column = 0; column < columns; ++column) {
        const float *__restrict values = a + column * stride;
        for (Index row = 0; row < rows; ++row)
            sums[row] += values[row];
    }
}

void addNormal(Index rows, float *x, float strength, const std::uint32_t key[2], std::uint64_t step, std::uint64_t sample) {
    // Philox for 32 counters at a time, lane by lane, so that the rounds are vectors; then as many normals as rows are left.
    constexpr int lanes = 32;
    std::uint32_t c[4][lanes];
    for (Index first = 0; first < rows; first += 4 * lanes) {
        const auto base = core::counterOf(step, sample, static_cast<std::uint64_t>(first / 4));
        for (int lane = 0; lane < lanes; ++lane) {
            c[0][lane] = base[0] + static_cast<std::uint32_t>(lane);
            c[1][lane] = base[1];
            c[2][lane] = base[2];
            c[3][lane] = base[3];
        }
        std::uint32_t key0 = key[0], key1 = key[1];
        for (int round = 0; round < 10; ++round) {
            for (int lane = 0; lane < lanes; ++lane) {
                const std::uint64_t one = std::uint64_t{0xD2511F53} * c[0][lane], two = std::uint64_t{0xCD9E8D57} * c[2][lane];
                c[0][lane] = static_cast<std::uint32_t>(two >> 32) ^ c[1][lane] ^ key0;
                c[1][lane] = static_cast<std::uint32_t>(two);
                c[2][lane] = static_cast<std::uint32_t>(one >> 32) ^ c[3][lane] ^ key1;
                c[3][lane] = static_cast<std::uint32_t>(one);
            }
            key0 += 0x9E3779B9;
            key1 += 0xBB67AE85;
        }
        float normals[4 * lanes];
        for (int word = 0; word < 4; ++word)
            for (int lane = 0; lane < lanes; ++lane)
                normals[4 * lane + word] = core::normalOf(c[word][lane]);
        const Index count = rows - first < 4 * lanes ? rows - first : 4 * lanes;
        for (Index i = 0; i < count; ++i)
            x[first + i] += strength * normals[i];
    }
}

void scaleBytes(Index count, const std::uint8_t *__restrict from, float *__restrict to) {
    for (Index i = 0; i < count; ++i)
        to[i] = static_cast<float>(from[i]) / 255.0f;
}

bool areFinite(Index count, const float *values) {
    std::uint32_t bad = 0;
    for (Index i = 0; i < count; ++i)
        bad |= (std::bit_cast<std::uint32_t>(values[i]) & 0x7f800000u) == 0x7f800000u ? 1u : 0u;
    return bad == 0;
}

} // namespace hourglass::kernels
