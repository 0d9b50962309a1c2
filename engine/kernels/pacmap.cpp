// PaCMAP's loop over pairs.
#include "engine/kernels/in_dimensions.h"

namespace hourglass::kernels {

namespace {

/// Σ scale / (offset + d)² (y_i − y_j) over the pairs of a row; the last vector is filled up with the row itself, which pulls nowhere.
template <int dimensions>
inline void addPairs(const PairRows &pairs, Index row, float scale, float offset, const ConstPoints &at, Ways &pull) {
    const float ownZ = dimensions > 2 ? at.z[row] : 0.0f;
    const Index end = pairs.starts[row + 1];
    for (Index place = pairs.starts[row]; place < end; place += width) {
        IntVector columns;
        if (end - place >= width) {
            columns = loadIntegers(pairs.columns + place);
        } else {
            std::int32_t rest[width];
            for (int lane = 0; lane < width; ++lane)
                rest[lane] = place + lane < end ? pairs.columns[place + lane] : static_cast<std::int32_t>(row);
            columns = loadIntegers(rest);
        }
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

} // namespace

void pacmapGradient(Index from, Index to, const PairRows pairs[3], const float weights[3], const ConstPoints &at, const Points &gradient) {
    at.z ? addGradient<3>(from, to, pairs, weights, at, gradient) : addGradient<2>(from, to, pairs, weights, at, gradient);
}

} // namespace hourglass::kernels
