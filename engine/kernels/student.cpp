// t-SNE's loops over neighbours and points.
#include "engine/kernels/in_dimensions.h"
#include "engine/kernels/vector_math.h"

#include <algorithm>
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
#if defined(__AVX512F__)
    const auto inRow = static_cast<__mmask16>((1u << (end - at)) - 1u);
    const __m512i own = _mm512_set1_epi32(static_cast<std::int32_t>(row));
    visit(reinterpret_cast<IntVector>(_mm512_mask_loadu_epi32(own, inRow, p.columns + at)),
          reinterpret_cast<Vector>(_mm512_maskz_loadu_ps(inRow, p.values + at)));
#else
    IntVector columns;
    Vector values;
    for (int lane = 0; lane < width; ++lane) {
        columns[lane] = at + lane < end ? p.columns[at + lane] : static_cast<std::int32_t>(row);
        values[lane] = at + lane < end ? p.values[at + lane] : 0.0f;
    }
    visit(columns, values);
#endif
}

template <int dimensions>
void addPull(Index from, Index to, const SparseRows &p, const ConstPoints &at, const Points &pull) {
    for (Index row = from; row < to; ++row) {
        const float ownZ = dimensions > 2 ? at.z[row] : 0.0f;
        Ways sum;
        forEntries(p, row, [&](IntVector columns, Vector values) {
            const Ways way = waysTo<dimensions>(at.x[row], at.y[row], ownZ, at, columns);
            addShare<dimensions>(values / addSquare<dimensions>(way, 1.0f), way, sum);
        });
        store<dimensions>(sum, 1.0f, row, pull);
    }
}

template <int dimensions>
float massAt(Index row, const SparseRows &p, const ConstPoints &at, const float place[3], float mean[3]) {
    Vector sum{};
    Ways shift;
    forEntries(p, row, [&](IntVector columns, Vector values) {
        const Ways way = waysTo<dimensions>(place[0], place[1], dimensions > 2 ? place[2] : 0.0f, at, columns);
        const Vector weight = values / addSquare<dimensions>(way, 1.0f);
        sum = sum + weight;
        addShare<dimensions>(weight, way, shift);
    });
    const float mass = sumOf(sum), share = mass > 0 ? 1.0f / mass : 0.0f;
    mean[0] = place[0] - share * sumOf(shift.x);
    mean[1] = place[1] - share * sumOf(shift.y);
    if constexpr (dimensions > 2)
        mean[2] = place[2] - share * sumOf(shift.z);
    return mass;
}

template <int dimensions>
double divergenceOf(Index from, Index to, const SparseRows &p, const ConstPoints &at) {
    double all = 0;
    for (Index row = from; row < to; ++row) {
        Vector sum{};
        forEntries(p, row, [&](IntVector columns, Vector values) {
            const Ways way = waysTo<dimensions>(at.x[row], at.y[row], dimensions > 2 ? at.z[row] : 0.0f, at, columns);
            const Vector terms = values * (logarithmOf(larger(values, Vector{} + 1e-30f)) + logarithmOf(addSquare<dimensions>(way, 1.0f)));
            sum = sum + terms;
        });
        all += static_cast<double>(sumOf(sum));
    }
    return all;
}

template <int dimensions>
double sumSlopes(Index from, Index to, Index count, const ConstPoints &at, const Points &slope) {
    const Index whole = count - count % width;
    double all = 0;
    for (Index i = from; i < to; ++i) {
        Vector sum{};
        Ways slopes;
        const auto add = [&](const Ways &way, Vector isThere) {
            const Vector weight = isThere / addSquare<dimensions>(way, 1.0f), square = weight * weight;
            sum = sum + weight;
            addShare<dimensions>(square, way, slopes);
        };
        for (Index j = 0; j < whole; j += width) {
            Ways way{at.x[i] - loadVector(at.x + j), at.y[i] - loadVector(at.y + j), {}};
            if constexpr (dimensions > 2)
                way.z = at.z[i] - loadVector(at.z + j);
            add(way, Vector{} + 1.0f);
        }
        if (whole < count) {
            Ways rest;
            Vector isThere{};
            for (int lane = 0; lane < width && whole + lane < count; ++lane) {
                rest.x[lane] = at.x[i] - at.x[whole + lane];
                rest.y[lane] = at.y[i] - at.y[whole + lane];
                if constexpr (dimensions > 2)
                    rest.z[lane] = at.z[i] - at.z[whole + lane];
                isThere[lane] = 1.0f;
            }
            add(rest, isThere);
        }
        all += static_cast<double>(sumOf(sum)) - 1.0;
        store<dimensions>(slopes, -2.0f, i, slope);
    }
    return all;
}

} // namespace

void studentPull(Index from, Index to, const SparseRows &p, const ConstPoints &at, const Points &pull) {
    at.z ? addPull<3>(from, to, p, at, pull) : addPull<2>(from, to, p, at, pull);
}

float studentMass(Index row, const SparseRows &p, const ConstPoints &at, const float place[3], float mean[3]) {
    return at.z ? massAt<3>(row, p, at, place, mean) : massAt<2>(row, p, at, place, mean);
}

double studentDivergence(Index from, Index to, const SparseRows &p, const ConstPoints &at) {
    return at.z ? divergenceOf<3>(from, to, p, at) : divergenceOf<2>(from, to, p, at);
}

double studentSlopes(Index from, Index to, Index count, const ConstPoints &at, const Points &slope) {
    return at.z ? sumSlopes<3>(from, to, count, at, slope) : sumSlopes<2>(from, to, count, at, slope);
}

void studentHeaps(Index heaps, const float *source, const ConstPoints &at, const Points &slope, float *potential) {
    constexpr Index together = studentBlock / width < 2 ? studentBlock / width : 2; // vectors whose sums fit the registers
    for (Index first = 0; first < studentBlock; first += together * width) {
        Vector x[together], y[together], z[together], sum[together] = {};
        Ways slopes[together];
        for (Index each = 0; each < together; ++each) {
            x[each] = loadVector(at.x + first + each * width);
            y[each] = loadVector(at.y + first + each * width);
            z[each] = loadVector(at.z + first + each * width);
        }
        for (const float *heap = source; heap < source + numbersOfHeap * heaps; heap += numbersOfHeap)
            for (Index each = 0; each < together; ++each) {
                // With w = 1 / (1 + d²) the Laplacian of m w is m w² (2 − 8w), of which a spread s, the mean square, adds s / 6.
                const Ways way{x[each] - heap[0], y[each] - heap[1], z[each] - heap[2]};
                const Vector w = 1.0f / addSquare<3>(way, 1.0f), weight = w * heap[3], wider = w * heap[4], one = Vector{} + 1.0f;
                sum[each] = multiplyAdd(weight, multiplyAdd(wider, one - 4.0f * w, one), sum[each]);
                addShare<3>(weight * w * multiplyAdd(wider, 2.0f - 12.0f * w, one), way, slopes[each]);
            }
        for (Index each = 0; each < together; ++each) {
            const Index to = first + each * width;
            storeVector(potential + to, sum[each]);
            storeVector(slope.x + to, -2.0f * slopes[each].x);
            storeVector(slope.y + to, -2.0f * slopes[each].y);
            storeVector(slope.z + to, -2.0f * slopes[each].z);
        }
    }
}

void perplexityRow(Index count, const float *squaredDistances, float entropy, float *p) {
    constexpr int mostTries = 60;
    constexpr double usualStrength = 3.8;
    const float nearest = squaredDistances[0], furthest = squaredDistances[count - 1] - nearest;
    if (!(furthest > 0)) {
        for (Index i = 0; i < count; ++i)
            p[i] = 1.0f / static_cast<float>(count);
        return;
    }
    double mean = 0;
    for (Index i = 0; i < count; ++i)
        mean += static_cast<double>(squaredDistances[i] - nearest);
    mean /= static_cast<double>(count);
    // With z the distances less the least, H(β) = log Σ exp(−βz) + β Σ z exp(−βz) / Σ exp(−βz), which falls: Newton within a bracket. Of codes' distances to
    // three times as many neighbours as the perplexity says, β times the mean of z is 3.5 to 4.1: three steps from there.
    double low = 0, high = 0, beta = usualStrength / std::max(mean, 1e-30);
    float sum = 1;
    for (int attempt = 0; attempt < mostTries; ++attempt) {
        Vector sums{}, firsts{}, seconds{};
        const auto rate = static_cast<float>(beta);
        const auto add = [&](Vector z, Vector weight) {
            const Vector first = weight * z;
            sums = sums + weight;
            firsts = firsts + first;
            seconds = seconds + first * z;
        };
        Index i = 0;
        for (; i + width <= count; i += width) {
            const Vector z = loadVector(squaredDistances + i) - nearest, weight = exponentialOf(-rate * z);
            storeVector(p + i, weight);
            add(z, weight);
        }
        if (i < count) {
            Vector z{}, weight{};
            for (Index lane = 0; lane < count - i; ++lane)
                z[lane] = squaredDistances[i + lane] - nearest;
            const Vector all = exponentialOf(-rate * z);
            for (Index lane = 0; lane < count - i; ++lane)
                p[i + lane] = weight[lane] = all[lane];
            add(z, weight);
        }
        double total = 0, first = 0, second = 0;
        for (int lane = 0; lane < width; ++lane) {
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
    const auto velocityAlong = [&](Index i, const float *pull, const float *slope, float *gain, const float *velocity) {
        return moved(step.pullShare * pull[i] + step.slopeShare * slope[i], gain[i], velocity[i]);
    };
    const ConstPoints &pull = state.pull, &slope = state.slope;
    const Points &gain = state.gain, &velocity = state.velocity, &at = state.at;
    for (Index i = from; i < to; ++i) {
        float x = velocityAlong(i, pull.x, slope.x, gain.x, velocity.x), y = velocityAlong(i, pull.y, slope.y, gain.y, velocity.y);
        float z = at.z ? velocityAlong(i, pull.z, slope.z, gain.z, velocity.z) : 0.0f;
        const float length = std::sqrt(x * x + y * y + z * z);
        const float share = length > step.longest ? step.longest / length : 1.0f;
        x *= share;
        y *= share;
        velocity.x[i] = x;
        velocity.y[i] = y;
        at.x[i] += x;
        at.y[i] += y;
        if (at.z) {
            z *= share;
            velocity.z[i] = z;
            at.z[i] += z;
        }
    }
}

} // namespace hourglass::kernels
