#include "engine/training/dead_code.h"

#include <algorithm>
#include <cmath>

#include "engine/plan/network.h"

namespace hourglass::training {

namespace {

/// Whether some row holds numbers that are further apart than this share of the largest.
bool hasSpread(core::ConstView view, float share) {
    for (Index row = 0; row < view.rows; ++row) {
        float lowest = view.data[row], highest = lowest;
        for (Index column = 1; column < view.columns; ++column) {
            lowest = std::min(lowest, view.column(column)[row]);
            highest = std::max(highest, view.column(column)[row]);
        }
        if (highest - lowest > share * std::max(std::abs(lowest), std::abs(highest)))
            return true;
    }
    return false;
}

} // namespace

bool isDeadCode(core::ConstView samples, core::ConstView codes) {
    return samples.columns > 1 && !hasSpread(codes, 1e-6f) && hasSpread(samples, 0.0f);
}

bool isCodeDead(const plan::Snapshot &snapshot, const data::Part &part) {
    const Index count = std::min(part.samples, samplesForDeadCode), rows = snapshot.plan->features(), stride = core::strideOf(rows);
    core::Floats values(stride * count);
    const core::View samples{values.data(), rows, count, stride};
    for (Index column = 0; column < count; ++column)
        part.copySample(column * part.samples / count, samples.column(column));
    plan::Network network(snapshot.plan, snapshot.parameters.data(), snapshot.state.data(), count);
    return count > 0 && isDeadCode(samples, network.encode(samples));
}

} // namespace hourglass::training
