// PaCMAP's loop over pairs.
#include "engine/kernels/in_dimensions.h"

namespace hourglass::kernels {

namespace {

constexpr std::int32_t laneNumbers[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

/// Σ scale / (offset + d)² (y_i − y_j) over the pairs of a row; the last vector is filled up with the row itself, which pulls nowhere.
template <int dimensions>
inline void addPairs(const PairRows &pairs, Index row, float scale, float offset, const ConstPoints &at, Ways &pull) {
    const float ownZ = dimensions > 2 ? at.z[row] : 0.0f;
    const Index end = pairs.starts[row + 1];
    const IntVector own = IntVector{} + static_cast<std::int32_t>(row), lanes = loadIntegers(laneNumbers);
    for (Index place = pairs.starts[row]; place < end; place += width) {
        const auto left = static_cast<std::int32_t>(end - place);
        const IntVector columns = lanes < left ? loadIntegers(pairs.columns + place) : own;
        const Ways way = waysTo<dimensions>(at.x[row], at.y[row], ownZ, at, columns);
        const Vector away = addSquare<dimensions>(way, offset + 1.0f);
        addShare<dimensions>(scale / (away * away), way, pull);
    }
}

template <int dimensions>
void addGradient(Index from, Index to, const PairRows pairs[3], const float weights[3], const ConstPoints &at, const Points &gradient) {
    for (Index row = from; row < to; ++row) {
        Ways pull;
        addPairs<dimensions>(pairs[0], row, weights[0] * 20.0f, 10.0f, at, pull);
        if (weights[1] > 0)
            addPairs<dimensions>(pairs[1], row, weights[1] * 20000.0f, 10000.0f, at, pull);
        addPairs<dimensions>(pairs[2], row, weights[2] * -2.0f, 1.0f, at, pull);
        store<dimensions>(pull, 1.0f, row, gradient);
    }
}

template <int dimensions>
void addRing(Index from, Index to, Index samples, Index shifts, const Index *shift, float weight, const ConstPoints &at, const Points &gradient) {
    for (Index i = from; i < to; i += width) {
        storeVector(gradient.x + i, Vector{});
        storeVector(gradient.y + i, Vector{});
        if constexpr (dimensions > 2)
            storeVector(gradient.z + i, Vector{});
    }
    for (Index turn = 0; turn < shifts; ++turn) {
        const Index first = (from + shift[turn]) % samples;
        for (Index i = 0; i < to - from; i += width) {
            const Index own = from + i, other = first + i;
            Ways way{loadVector(at.x + own) - loadVector(at.x + other), loadVector(at.y + own) - loadVector(at.y + other), {}};
            Ways sum{loadVector(gradient.x + own), loadVector(gradient.y + own), {}};
            if constexpr (dimensions > 2) {
                way.z = loadVector(at.z + own) - loadVector(at.z + other);
                sum.z = loadVector(gradient.z + own);
            }
            const Vector away = addSquare<dimensions>(way, 2.0f);
            addShare<dimensions>(-2.0f * weight / (away * away), way, sum);
            storeVector(gradient.x + own, sum.x);
            storeVector(gradient.y + own, sum.y);
            if constexpr (dimensions > 2)
                storeVector(gradient.z + own, sum.z);
        }
    }
}

} // namespace

void pacmapGradient(Index from, Index to, const PairRows pairs[3], const float weights[3], const ConstPoints &at, const Points &gradient) {
    at.z ? addGradient<3>(from, to, pairs, weights, at, gradient) : addGradient<2>(from, to, pairs, weights, at, gradient);
}

void pacmapRing(Index from, Index to, Index samples, Index shifts, const Index *shift, float weight, const ConstPoints &at, const Points &gradient) {
    at.z ? addRing<3>(from, to, samples, shifts, shift, weight, at, gradient) : addRing<2>(from, to, samples, shifts, shift, weight, at, gradient);
}

} // namespace hourglass::kernels
