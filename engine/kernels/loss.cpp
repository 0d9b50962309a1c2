#include "engine/kernels/kernels.h"
#include "engine/kernels/vector_math.h"

#include <cmath>

#include "engine/core/random_numbers.h"

namespace hourglass::kernels {

namespace {

/// Σ term(row) over one column: sixteen chains in float, then one sum in double, the same on every level but for fused operations.
template <class Term>
double sumOfColumn(Index rows, Term term) {
    constexpr int chains = 16;
    float partial[chains] = {};
    Index row = 0;
    for (; row + chains <= rows; row += chains)
        for (int chain = 0; chain < chains; ++chain)
            partial[chain] += term(row + chain);
    double sum = 0;
    for (; row < rows; ++row)
        sum += static_cast<double>(term(row));
    for (const float part : partial)
        sum += static_cast<double>(part);
    return sum;
}

/// Σ max(z, 0) − z t + log(1 + exp(−|z|)) over one column, in the chains of sumOfColumn(), and scale · (σ(z) − t) of each row. A chain's logarithms of
/// four rows are one, of their product.
template <bool wantsGradient>
double crossEntropyOfColumn(Index rows, const float *logits, const float *targets, float *gradient, float scale) {
    constexpr int chains = 16, rowsOfLogarithm = 4;
    Vector partial[chains / width] = {};
    const auto take = [=](Index row, Vector &rest) {
        const Vector logit = *reinterpret_cast<const UnalignedVector *>(logits + row), target = *reinterpret_cast<const UnalignedVector *>(targets + row);
        const Vector small = exponentialOfNegative(minusSizeOf(logit)), above = 1.0f + small;
        if constexpr (wantsGradient) {
            const Vector inverse = 1.0f / above, sigma = logit < 0 ? small * inverse : inverse;
            *reinterpret_cast<UnalignedVector *>(gradient + row) = scale * (sigma - target);
        }
        rest += (logit > 0 ? logit : Vector{}) - logit * target;
        return above;
    };
    Index row = 0;
    for (; row + rowsOfLogarithm * chains <= rows; row += rowsOfLogarithm * chains)
        for (int part = 0; part < chains / width; ++part) {
            Vector rest{}, product = take(row + part * width, rest);
#pragma GCC unroll 4
            for (int next = 1; next < rowsOfLogarithm; ++next)
                product *= take(row + next * chains + part * width, rest);
            partial[part] += rest + logarithmOf(product);
        }
    for (; row + chains <= rows; row += chains)
        for (int part = 0; part < chains / width; ++part) {
            Vector rest{};
            const Vector above = take(row + part * width, rest);
            partial[part] += rest + logarithmOf(above);
        }
    double sum = 0;
    for (; row < rows; ++row) {
        const float logit = logits[row], target = targets[row], small = exponential(logit < 0 ? logit : -logit), inverse = 1.0f / (1.0f + small);
        if constexpr (wantsGradient)
            gradient[row] = scale * ((logit < 0 ? small * inverse : inverse) - target);
        sum += static_cast<double>((logit > 0 ? logit : 0.0f) - logit * target + core::logarithmOf(1.0f + small));
    }
    for (const Vector &part : partial)
        for (int lane = 0; lane < width; ++lane)
            sum += static_cast<double>(part[lane]);
    return sum;
}

} // namespace

double squaredError(Index rows, Index columns, const float *y, Index yStride, const float *t, Index tStride, float *gradient, Index gradientStride,
                    float scale) {
    double sum = 0;
    for (Index column = 0; column < columns; ++column) {
        const float *__restrict output = y + column * yStride, *__restrict target = t + column * tStride;
        if (gradient) {
            float *__restrict slope = gradient + column * gradientStride;
            sum += sumOfColumn(rows, [=](Index row) {
                const float difference = output[row] - target[row];
                slope[row] = scale * 2.0f * difference;
                return difference * difference;
            });
        } else {
            sum += sumOfColumn(rows, [=](Index row) {
                const float difference = output[row] - target[row];
                return difference * difference;
            });
        }
    }
    return sum;
}

double absoluteError(Index rows, Index columns, const float *y, Index yStride, const float *t, Index tStride, float *gradient, Index gradientStride,
                     float scale) {
    double sum = 0;
    for (Index column = 0; column < columns; ++column) {
        const float *__restrict output = y + column * yStride, *__restrict target = t + column * tStride;
        float *__restrict slope = gradient ? gradient + column * gradientStride : nullptr;
        sum += sumOfColumn(rows, [=](Index row) {
            const float difference = output[row] - target[row];
            return difference < 0 ? -difference : difference;
        });
        for (Index row = 0; slope && row < rows; ++row) {
            const float difference = output[row] - target[row];
            slope[row] = difference > 0 ? scale : difference < 0 ? -scale : difference * 0.0f; // not-a-number stays one
        }
    }
    return sum;
}

double huberError(Index rows, Index columns, const float *y, Index yStride, const float *t, Index tStride, float *gradient, Index gradientStride, float scale,
                  float delta) {
    double sum = 0;
    for (Index column = 0; column < columns; ++column) {
        const float *__restrict output = y + column * yStride, *__restrict target = t + column * tStride;
        float *__restrict slope = gradient ? gradient + column * gradientStride : nullptr;
        sum += sumOfColumn(rows, [=](Index row) {
            const float difference = output[row] - target[row], size = difference < 0 ? -difference : difference;
            return size > delta ? delta * (size - 0.5f * delta) : 0.5f * difference * difference;
        });
        for (Index row = 0; slope && row < rows; ++row) {
            const float difference = output[row] - target[row];
            slope[row] = scale * (difference > delta ? delta : difference < -delta ? -delta : difference);
        }
    }
    return sum;
}

double cosineDistance(Index rows, Index columns, const float *y, Index yStride, const float *t, Index tStride, float *gradient, Index gradientStride,
                      float scale) {
    constexpr double least = 1e-8;
    double sum = 0;
    for (Index column = 0; column < columns; ++column) {
        const float *__restrict output = y + column * yStride, *__restrict target = t + column * tStride;
        const double product = sumOfColumn(rows, [=](Index row) { return output[row] * target[row]; });
        const double outputSquare = sumOfColumn(rows, [=](Index row) { return output[row] * output[row]; });
        const double targetSquare = sumOfColumn(rows, [=](Index row) { return target[row] * target[row]; });
        const double outputNorm = std::sqrt(outputSquare) < least ? least : std::sqrt(outputSquare);
        const double targetNorm = std::sqrt(targetSquare) < least ? least : std::sqrt(targetSquare);
        const double cosine = product / (outputNorm * targetNorm);
        sum += 1.0 - cosine;
        if (!gradient)
            continue;
        float *__restrict slope = gradient + column * gradientStride;
        // d cos / dy = t / (|y| |t|) − cos · y / |y|²
        const auto ofTarget = static_cast<float>(-1.0 / (outputNorm * targetNorm)) * scale;
        const auto ofOutput = static_cast<float>(cosine / (outputNorm * outputNorm)) * scale;
        for (Index row = 0; row < rows; ++row)
            slope[row] = ofTarget * target[row] + ofOutput * output[row];
    }
    return sum;
}

double sumOfSquares(Index count, const float *values) {
    return sumOfColumn(count, [=](Index i) { return values[i] * values[i]; });
}

double crossEntropyOfLogits(Index rows, Index columns, const float *z, Index zStride, const float *t, Index tStride, float *gradient, Index gradientStride,
                            float scale) {
    double sum = 0;
    for (Index column = 0; column < columns; ++column) {
        const float *logits = z + column * zStride, *targets = t + column * tStride;
        sum += gradient ? crossEntropyOfColumn<true>(rows, logits, targets, gradient + column * gradientStride, scale)
                        : crossEntropyOfColumn<false>(rows, logits, targets, nullptr, scale);
    }
    return sum;
}

double crossEntropyOfSoftmaxLogits(Index rows, Index columns, const float *z, Index zStride, const float *t, Index tStride, float *gradient,
                                   Index gradientStride, float scale) {
    double sum = 0;
    for (Index column = 0; column < columns; ++column) {
        const float *__restrict logits = z + column * zStride, *__restrict targets = t + column * tStride;
        // With the largest logit taken away nothing overflows: log Σ exp z = z_max + log Σ exp (z − z_max).
        float largest = logits[0];
        for (Index row = 1; row < rows; ++row)
            largest = logits[row] > largest ? logits[row] : largest;
        const auto total = static_cast<float>(sumOfColumn(rows, [=](Index row) { return exponential(logits[row] - largest); }));
        const float logarithm = largest + core::logarithmOf(total);
        const double loss = sumOfColumn(rows, [=](Index row) { return targets[row] * (logarithm - logits[row]); });
        sum += total == total ? loss : static_cast<double>(total); // logarithmOf() makes a number of NaN
        if (!gradient)
            continue;
        float *__restrict slope = gradient + column * gradientStride;
        const double targetSum = sumOfColumn(rows, [=](Index row) { return targets[row]; });
        const float share = static_cast<float>(targetSum) / total;
        for (Index row = 0; row < rows; ++row)
            slope[row] = scale * (exponential(logits[row] - largest) * share - targets[row]);
    }
    return sum;
}

double crossEntropy(Index rows, Index columns, const float *p, Index pStride, const float *t, Index tStride, float clip) {
    double sum = 0;
    for (Index column = 0; column < columns; ++column) {
        const float *__restrict outputs = p + column * pStride, *__restrict targets = t + column * tStride;
        sum += sumOfColumn(rows, [=](Index row) {
            float probability = outputs[row] < clip ? clip : outputs[row];
            probability = probability > 1.0f - clip ? 1.0f - clip : probability;
            const float term = -targets[row] * core::logarithmOf(probability) - (1.0f - targets[row]) * core::logarithmOf(1.0f - probability);
            return probability == probability ? term : probability; // logarithmOf() makes a number of NaN
        });
    }
    return sum;
}

} // namespace hourglass::kernels
