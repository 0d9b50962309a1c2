// Activations, sums and conversions: plain loops that the compiler turns into vectors.
#include "engine/kernels/kernels.h"
#include "engine/kernels/vectors.h"

#include <bit>

#include "engine/core/random_numbers.h"

namespace hourglass::kernels {

namespace {

constexpr float leak = 0.01f;
constexpr float seluScale = 1.0507009873554805f, seluAlpha = 1.6732632423543772f; // Klambauer et al. 2017

/// Φ(z), the normal distribution function, within 1e-7 (Abramowitz and Stegun 1964, 7.1.26), and φ(z) with it.
struct Normal {
    float distribution, density;
};

inline Normal normalAt(float z) {
    const float x = (z < 0 ? -z : z) * 0.7071067811865476f, small = exponential(-x * x);
    const float t = 1.0f / (1.0f + 0.3275911f * x);
    float p = 1.061405429f;
    p = p * t - 1.453152027f;
    p = p * t + 1.421413741f;
    p = p * t - 0.284496736f;
    p = p * t + 0.254829592f;
    const float tail = 0.5f * p * t * small;
    return {z < 0 ? tail : 1.0f - tail, 0.3989422804014327f * small};
}

/// exp(z) − 1 for z ≤ 0, exact near zero, too.
inline float exponentialMinusOne(float z) {
    float p = 1.0f / 5040;
    p = p * z + 1.0f / 720;
    p = p * z + 1.0f / 120;
    p = p * z + 1.0f / 24;
    p = p * z + 1.0f / 6;
    p = p * z + 0.5f;
    p = p * z + 1.0f;
    const float small = p * z, large = exponential(z) - 1.0f;
    return z > -0.25f ? small : large;
}

constexpr int lanes = 32;

/// Calls work(first, count, words) for every 128 rows of a sample: the word of row first + 4 · lane + i is words[i][lane]. Philox runs for 32
/// counters at a time, lane by lane, so that its rounds are vectors.
template <class Work>
void forRandomWords(Index rows, const std::uint32_t key[2], std::uint64_t step, std::uint64_t sample, Work work) {
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
        work(first, rows - first < 4 * lanes ? rows - first : Index{4 * lanes}, c);
    }
}

enum class BiasOf { Rows, Columns };

template <class F>
void activateColumns(Index rows, Index columns, float *y, Index stride, const float *bias, BiasOf biasOf, F f) {
    for (Index column = 0; column < columns; ++column) {
        float *__restrict values = y + column * stride;
        if (bias && biasOf == BiasOf::Columns) {
            const float shift = bias[column];
            for (Index row = 0; row < rows; ++row)
                values[row] = f(values[row] + shift);
        } else if (bias) {
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

template <class F>
float reduce(Index count, float start, const float *values, F f) {
    float sums[width];
    for (float &sum : sums)
        sum = start;
    Index i = 0;
    for (; i + width <= count; i += width)
        for (int lane = 0; lane < width; ++lane)
            sums[lane] = f(sums[lane], values[i + lane]);
    for (; i < count; ++i)
        sums[0] = f(sums[0], values[i]);
    for (int lane = 1; lane < width; ++lane)
        sums[0] = f(sums[0], sums[lane]);
    return sums[0];
}

/// exp(z − max z) / Σ exp(z − max z)
void softmaxColumns(Index rows, Index columns, float *y, Index stride, const float *bias, BiasOf biasOf) {
    activateColumns(rows, columns, y, stride, bias, biasOf, [](float z) { return z; });
    for (Index column = 0; column < columns; ++column) {
        float *values = y + column * stride;
        const float largest = reduce(rows, values[0], values, [](float a, float b) { return b < a ? a : b; });
        activateColumns(rows, 1, values, stride, nullptr, biasOf, [=](float z) { return exponential(z - largest); });
        const float share = 1.0f / sum(rows, values);
        activateColumns(rows, 1, values, stride, nullptr, biasOf, [=](float z) { return z * share; });
    }
}

void activate(Activation activation, Index rows, Index columns, float *y, Index stride, const float *bias, BiasOf biasOf) {
    switch (activation) {
    case Activation::Identity:
        if (bias)
            activateColumns(rows, columns, y, stride, bias, biasOf, [](float z) { return z; });
        return;
    case Activation::Relu: return activateColumns(rows, columns, y, stride, bias, biasOf, [](float z) { return z < 0 ? 0 : z; });
    case Activation::LeakyRelu: return activateColumns(rows, columns, y, stride, bias, biasOf, [](float z) { return z < 0 ? leak * z : z; });
    case Activation::Elu: return activateColumns(rows, columns, y, stride, bias, biasOf, [](float z) { return z < 0 ? exponentialMinusOne(z) : z; });
    case Activation::Selu:
        return activateColumns(rows, columns, y, stride, bias, biasOf, [](float z) { return seluScale * (z < 0 ? seluAlpha * exponentialMinusOne(z) : z); });
    case Activation::Gelu: return activateColumns(rows, columns, y, stride, bias, biasOf, [](float z) { return z * normalAt(z).distribution; });
    case Activation::Silu: return activateColumns(rows, columns, y, stride, bias, biasOf, [](float z) { return z * sigmoid(z); });
    case Activation::Softplus:
        return activateColumns(rows, columns, y, stride, bias, biasOf, [](float z) {
            const float above = z < 0 ? 0.0f : z; // not-a-number stays one
            return above + core::logarithmOf(1.0f + exponential(z < 0 ? z : -z));
        });
    case Activation::HardTanh: return activateColumns(rows, columns, y, stride, bias, biasOf, [](float z) { return z < -1 ? -1.0f : z > 1 ? 1.0f : z; });
    case Activation::Sigmoid: return activateColumns(rows, columns, y, stride, bias, biasOf, [](float z) { return sigmoid(z); });
    case Activation::Tanh: return activateColumns(rows, columns, y, stride, bias, biasOf, [](float z) { return hyperbolicTangent(z); });
    case Activation::Softmax: return softmaxColumns(rows, columns, y, stride, bias, biasOf);
    }
}

} // namespace

void biasAndActivate(Activation activation, Index rows, Index columns, float *y, Index stride, const float *bias) {
    activate(activation, rows, columns, y, stride, bias, BiasOf::Rows);
}

void columnBiasAndActivate(Activation activation, Index rows, Index columns, float *y, Index stride, const float *bias) {
    activate(activation, rows, columns, y, stride, bias, BiasOf::Columns);
}

float sum(Index count, const float *values) {
    return reduce(count, 0.0f, values, [](float a, float b) { return a + b; });
}

void differentiate(Activation activation, Index rows, Index columns, const float *y, Index yStride, float *dy, Index dyStride) {
    switch (activation) {
    case Activation::Identity: return;
    case Activation::Relu: return scaleColumns(rows, columns, y, yStride, dy, dyStride, [](float v) { return v > 0 ? 1.0f : 0.0f; });
    case Activation::LeakyRelu: return scaleColumns(rows, columns, y, yStride, dy, dyStride, [](float v) { return v > 0 ? 1.0f : leak; });
    case Activation::Elu: return scaleColumns(rows, columns, y, yStride, dy, dyStride, [](float v) { return v > 0 ? 1.0f : v + 1.0f; });
    case Activation::Selu: return scaleColumns(rows, columns, y, yStride, dy, dyStride, [](float v) { return v > 0 ? seluScale : v + seluScale * seluAlpha; });
    case Activation::Gelu:
        return scaleColumns(rows, columns, y, yStride, dy, dyStride, [](float z) {
            const Normal normal = normalAt(z);
            return normal.distribution + z * normal.density;
        });
    case Activation::Silu: return scaleColumns(rows, columns, y, yStride, dy, dyStride, [](float z) { return sigmoid(z) * (1.0f + z * sigmoid(-z)); });
    case Activation::Softplus: return scaleColumns(rows, columns, y, yStride, dy, dyStride, [](float v) { return 1.0f - exponential(-v); });
    case Activation::HardTanh: return scaleColumns(rows, columns, y, yStride, dy, dyStride, [](float v) { return v > -1 && v < 1 ? 1.0f : 0.0f; });
    case Activation::Sigmoid: return scaleColumns(rows, columns, y, yStride, dy, dyStride, [](float v) { return v * (1.0f - v); });
    case Activation::Tanh: return scaleColumns(rows, columns, y, yStride, dy, dyStride, [](float v) { return 1.0f - v * v; });
    case Activation::Softmax: // dz = y (dy − Σ dy y)
        for (Index column = 0; column < columns; ++column) {
            const float *values = y + column * yStride;
            float *gradient = dy + column * dyStride;
            float along = 0;
            for (Index row = 0; row < rows; ++row)
                along += values[row] * gradient[row];
            for (Index row = 0; row < rows; ++row)
                gradient[row] = values[row] * (gradient[row] - along);
        }
        return;
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
    forRandomWords(rows, key, step, sample, [=](Index first, Index count, const std::uint32_t(&words)[4][lanes]) {
        float normals[4 * lanes];
        for (int word = 0; word < 4; ++word)
            for (int lane = 0; lane < lanes; ++lane)
                normals[4 * lane + word] = core::normalOf(words[word][lane]);
        for (Index i = 0; i < count; ++i)
            x[first + i] += strength * normals[i];
    });
}

void dropOut(Index rows, const float *x, float *y, float rate, const std::uint32_t key[2], std::uint64_t step, std::uint64_t sample) {
    const float kept = 1.0f / (1.0f - rate);
    forRandomWords(rows, key, step, sample, [=](Index first, Index count, const std::uint32_t(&words)[4][lanes]) {
        float factors[4 * lanes];
        for (int word = 0; word < 4; ++word)
            for (int lane = 0; lane < lanes; ++lane)
                factors[4 * lane + word] = core::uniformOf(words[word][lane]) < rate ? 0.0f : kept;
        for (Index i = 0; i < count; ++i)
            y[first + i] = x[first + i] * factors[i];
    });
}

void mask(Index rows, float *x, float fraction, const std::uint32_t key[2], std::uint64_t step, std::uint64_t sample) {
    forRandomWords(rows, key, step, sample, [=](Index first, Index count, const std::uint32_t(&words)[4][lanes]) {
        float uniform[4 * lanes];
        for (int word = 0; word < 4; ++word)
            for (int lane = 0; lane < lanes; ++lane)
                uniform[4 * lane + word] = core::uniformOf(words[word][lane]);
        for (Index i = 0; i < count; ++i)
            x[first + i] = uniform[i] < fraction ? 0.0f : x[first + i];
    });
}

void saltAndPepper(Index rows, float *x, float fraction, const std::uint32_t key[2], std::uint64_t step, std::uint64_t sample) {
    const float half = 0.5f * fraction;
    forRandomWords(rows, key, step, sample, [=](Index first, Index count, const std::uint32_t(&words)[4][lanes]) {
        float uniform[4 * lanes];
        for (int word = 0; word < 4; ++word)
            for (int lane = 0; lane < lanes; ++lane)
                uniform[4 * lane + word] = core::uniformOf(words[word][lane]);
        for (Index i = 0; i < count; ++i) {
            const float grain = uniform[i] < half ? 0.0f : 1.0f;
            x[first + i] = uniform[i] < fraction ? grain : x[first + i];
        }
    });
}

void scaleBytes(Index count, const std::uint8_t *__restrict from, float *__restrict to) {
    for (Index i = 0; i < count; ++i) {
        const auto value = static_cast<float>(static_cast<std::int32_t>(from[i]));
#if defined(__FMA__) // the quotient to the bit for each byte: what the product lacks is known exactly, where it is fused
        constexpr float inverse = 1.0f / 255.0f;
        const float product = value * inverse;
        to[i] = __builtin_fmaf(__builtin_fmaf(product, -255.0f, value), inverse, product);
#else
        to[i] = value / 255.0f;
#endif
    }
}

bool areFinite(Index count, const float *values) {
    std::uint32_t bad = 0;
    for (Index i = 0; i < count; ++i)
        bad |= (std::bit_cast<std::uint32_t>(values[i]) & 0x7f800000u) == 0x7f800000u ? 1u : 0u;
    return bad == 0;
}

} // namespace hourglass::kernels
