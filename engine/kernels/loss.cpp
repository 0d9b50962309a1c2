#include "engine/kernels/kernels.h"
#include "engine/kernels/vectors.h"

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

} // namespace

double squaredError(Index rows, Index columns, const float *y, Index yStride, const float *t, Index tStride, float *gradient,
                    Index gradientStride, float scale) {
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

double crossEntropyOfLogits(Index rows, Index columns, const float *z, Index zStride, const float *t, Index tStride, float *gradient,
                            Index gradientStride, float scale) {
    const auto lossOf = [](float logit, float target, float small) {
        return (logit > 0 ? logit : 0.0f) - logit * target + core::logarithmOf(1.0f + small);
    };
    double sum = 0;
    for (Index column = 0; column < columns; ++column) {
        const float *__restrict logits = z + column * zStride, *__restrict targets = t + column * tStride;
        if (gradient) {
            float *__restrict slope = gradient + column * gradientStride;
            sum += sumOfColumn(rows, [=](Index row) {
                const float logit = logits[row], target = targets[row];
                const float small = exponential(logit < 0 ? logit : -logit); // exp(−|z|)
                const float inverse = 1.0f / (1.0f + small);
                slope[row] = scale * ((logit < 0 ? small * inverse : inverse) - target);
                return lossOf(logit, target, small);
            });
        } else {
            sum += sumOfColumn(rows, [=](Index row) {
                const float logit = logits[row];
                return lossOf(logit, targets[row], exponential(logit < 0 ? logit : -logit));
            });
        }
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
