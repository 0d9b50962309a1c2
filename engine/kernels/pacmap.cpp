// PaCMAP's loop over pairs.
#include "engine/kernels/gather.h"
#include "engine/kernels/projections.h"

namespace hourglass::kernels {

namespace {

struct Pull {
    Vector x{}, y{};
};

/// Σ scale / (offset + d)² (y_i − y_j) over the pairs of a row; the last vector is filled up with the row itself, which pulls nowhere.
inline void addPairs(const PairRows &pairs, Index row, float scale, float offset, const float *x, const float *y, Pull &pull) {
    const float ownX = x[row], ownY = y[row];
    const Index end = pairs.starts[row + 1];
    for (Index at = pairs.starts[row]; at < end; at += width) {
        IntVector columns;
        if (end - at >= width) {
            columns = loadIntegers(pairs.columns + at);
        } else {
            std::int32_t rest[width];
            for (int lane = 0; lane < width; ++lane)
                rest[lane] = at + lane < end ? pairs.columns[at + lane] : static_cast<std::int32_t>(row);
            columns = loadIntegers(rest);
        }
        const Vector wayX = ownX - gather(x, columns), wayY = ownY - gather(y, columns);
        const Vector away = multiplyAdd(wayX, wayX, multiplyAdd(wayY, wayY, Vector{} + (offset + 1.0f)));
        const Vector force = scale / (away * away);
        pull.x = multiplyAdd(force, wayX, pull.x);
        pull.y = multiplyAdd(force, wayY, pull.y);
    }
}

} // namespace

void pacmapGradient(Index from, Index to, const PairRows pairs[3], const float weights[3], const float *x, const float *y, float *gradientX, float *gradientY) {
    for (Index row = from; row < to; ++row) {
        Pull pull;
        addPairs(pairs[0], row, weights[0] * 20.0f, 10.0f, x, y, pull);
        if (weights[1] > 0)
            addPairs(pairs[1], row, weights[1] * 20000.0f, 10000.0f, x, y, pull);
        addPairs(pairs[2], row, weights[2] * -2.0f, 1.0f, x, y, pull);
        gradientX[row] = sumOf(pull.x);
        gradientY[row] = sumOf(pull.y);
    }
}

} // namespace hourglass::kernels
