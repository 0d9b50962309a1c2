// t-SNE's loops over neighbours and points.
#include "engine/core/random_numbers.h"
#include "engine/kernels/gather.h"
#include "engine/kernels/projections.h"

#include <cmath>

namespace hourglass::kernels {

namespace {

/// Calls visit(columns, values) for the entries of a row, a vector of them at a time; the last one is filled up with the row itself and zeros.
template <class Visit>
inline void forEntries(const SparseRows &p, Index row, const Visit &visit) {
    Index at = p.starts[row];
    const Index end = p.starts[row + 1];
    for (; at + width <= end; at += width)
        visit(loadIntegers(p.columns + at), loadVector(p.values + at));
    if (at == end)
        return;
    IntVector columns;
    Vector values;
    for (int lane = 0; lane < width; ++lane) {
        columns[lane] = at + lane < end ? p.columns[at + lane] : static_cast<std::int32_t>(row);
        values[lane] = at + lane < end ? p.values[at + lane] : 0.0f;
    }
    visit(columns, values);
}

} // namespace

void studentPull(Index from, Index to, const SparseRows &p, const float *x, const float *y, float *pullX, float *pullY) {
    for (Index row = from; row < to; ++row) {
        const float ownX = x[row], ownY = y[row];
        Vector sumX{}, sumY{};
        forEntries(p, row, [&](IntVector columns, Vector values) {
            const Vector wayX = ownX - gather(x, columns), wayY = ownY - gather(y, columns);
            const Vector force = values / multiplyAdd(wayX, wayX, multiplyAdd(wayY, wayY, Vector{} + 1.0f));
            sumX = multiplyAdd(force, wayX, sumX);
            sumY = multiplyAdd(force, wayY, sumY);
        });
        pullX[row] = sumOf(sumX);
        pullY[row] = sumOf(sumY);
    }
}

double studentDivergence(Index from, Index to, const SparseRows &p, const float *x, const float *y) {
    double sum = 0;
    for (Index row = from; row < to; ++row)
        for (Index at = p.starts[row]; at < p.starts[row + 1]; ++at) {
            const float wayX = x[row] - x[p.columns[at]], wayY = y[row] - y[p.columns[at]], value = p.values[at];
            if (value > 0)
                sum += static_cast<double>(value) * static_cast<double>(core::logarithmOf(value) + core::logarithmOf(1.0f + wayX * wayX + wayY * wayY));
        }
    return sum;
}

double studentSlopes(Index from, Index to, Index count, const float *x, const float *y, float *slopeX, float *slopeY) {
    const Index whole = count - count % width;
    double all = 0;
    for (Index i = from; i < to; ++i) {
        Vector sum{}, sumX{}, sumY{};
        const auto add = [&](Vector wayX, Vector wayY, Vector isThere) {
            const Vector weight = isThere / multiplyAdd(wayX, wayX, multiplyAdd(wayY, wayY, Vector{} + 1.0f)), square = weight * weight;
            sum = sum + weight;
            sumX = multiplyAdd(square, wayX, sumX);
            sumY = multiplyAdd(square, wayY, sumY);
        };
        for (Index j = 0; j < whole; j += width)
            add(x[i] - loadVector(x + j), y[i] - loadVector(y + j), Vector{} + 1.0f);
        if (whole < count) {
            Vector restX{}, restY{}, isThere{};
            for (int lane = 0; lane < width && whole + lane < count; ++lane) {
                restX[lane] = x[i] - x[whole + lane];
                restY[lane] = y[i] - y[whole + lane];
                isThere[lane] = 1.0f;
            }
            add(restX, restY, isThere);
        }
        all += static_cast<double>(sumOf(sum)) - 1.0;
        slopeX[i] = -2.0f * sumOf(sumX);
        slopeY[i] = -2.0f * sumOf(sumY);
    }
    return all;
}

void perplexityRow(Index count, const float *squaredDistances, float entropy, float *p) {
    constexpr int lanes = 16, mostTries = 60;
    const float nearest = squaredDistances[0], furthest = squaredDistances[count - 1] - nearest;
    if (!(furthest > 0)) {
        for (Index i = 0; i < count; ++i)
            p[i] = 1.0f / static_cast<float>(count);
        return;
    }
    // With z the distances less the least, H(β) = log Σ exp(−βz) + β Σ z exp(−βz) / Σ exp(−βz), which falls: Newton within a bracket.
    double low = 0, high = 0, beta = 1.0 / static_cast<double>(furthest);
    float sum = 1;
    for (int attempt = 0; attempt < mostTries; ++attempt) {
        float sums[lanes] = {}, firsts[lanes] = {}, seconds[lanes] = {};
        const auto rate = static_cast<float>(beta);
        for (Index i = 0; i < count; i += lanes) {
            const Index in = count - i < lanes ? count - i : lanes;
            float z[lanes] = {}, weight[lanes];
            for (Index lane = 0; lane < in; ++lane)
                z[lane] = squaredDistances[i + lane] - nearest;
            for (Index lane = 0; lane < lanes; ++lane)
                weight[lane] = exponential(-rate * z[lane]);
            for (Index lane = in; lane < lanes; ++lane)
                weight[lane] = 0;
            for (Index lane = 0; lane < lanes; ++lane) {
                sums[lane] += weight[lane];
                firsts[lane] += weight[lane] * z[lane];
                seconds[lane] += weight[lane] * z[lane] * z[lane];
            }
            for (Index lane = 0; lane < in; ++lane)
                p[i + lane] = weight[lane];
        }
        double total = 0, first = 0, second = 0;
        for (int lane = 0; lane < lanes; ++lane) {
            total += static_cast<double>(sums[lane]);
            first += static_cast<double>(firsts[lane]);
            second += static_cast<double>(seconds[lane]);
        }
        sum = static_cast<float>(total);
        first /= total;
        second /= total;
        const double error = std::log(total) + beta * first - static_cast<double>(entropy);
        if (std::abs(error) < 1e-6)
            break;
        (error > 0 ? low : high) = beta;
        const double slope = -beta * (second - first * first), step = slope < 0 ? beta - error / slope : 0;
        if (step > low && (high == 0 || step < high))
            beta = step;
        else
            beta = high == 0 ? 4 * beta : 0.5 * (low + high);
    }
    for (Index i = 0; i < count; ++i)
        p[i] /= sum;
}

void gainStep(Index from, Index to, const GainStep &step, const GainState &state) {
    const auto moved = [&step](float gradient, float &gain, float velocity) {
        const bool flipped = (gradient > 0) != (velocity > 0);
        const float wider = gain + 0.2f, narrower = gain * 0.8f;
        gain = flipped ? wider : narrower;
        gain = gain < 0.01f ? 0.01f : gain;
        return step.momentum * velocity - step.rate * gain * gradient;
    };
    for (Index i = from; i < to; ++i) {
        float velocityX = moved(step.pullShare * state.pullX[i] + step.slopeShare * state.slopeX[i], state.gainX[i], state.velocityX[i]);
        float velocityY = moved(step.pullShare * state.pullY[i] + step.slopeShare * state.slopeY[i], state.gainY[i], state.velocityY[i]);
        const float length = std::sqrt(velocityX * velocityX + velocityY * velocityY);
        const float share = length > step.longest ? step.longest / length : 1.0f;
        velocityX *= share;
        velocityY *= share;
        state.velocityX[i] = velocityX;
        state.velocityY[i] = velocityY;
        state.x[i] += velocityX;
        state.y[i] += velocityY;
    }
}

} // namespace hourglass::kernels
