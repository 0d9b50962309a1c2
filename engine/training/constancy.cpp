#include "engine/training/constancy.h"

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

const char *constantSentence(Constant part) {
    switch (part) {
    case Constant::Code:
        return "The code is the same for all samples: the output no longer depends on the input. Choose identity or leaky ReLU for the code, a lower learning "
               "rate, or another seed.";
    case Constant::Output:
        return "The output is the same for all samples, though their codes differ: it no longer depends on the input. Choose a lower learning rate, leaky ReLU "
               "for the layers of the decoder, or another seed.";
    case Constant::Nothing: break;
    }
    return "";
}

Constant constantPart(core::ConstView samples, core::ConstView codes, core::ConstView outputs) {
    constexpr float share = 1e-6f;
    if (samples.columns < 2 || !hasSpread(samples, 0.0f))
        return Constant::Nothing;
    return !hasSpread(codes, share) ? Constant::Code : !hasSpread(outputs, share) ? Constant::Output : Constant::Nothing;
}

Constant constantPart(const plan::Snapshot &snapshot, const data::Part &part) {
    const Index count = std::min(part.samples, samplesForConstancy), rows = snapshot.plan->features(), stride = core::strideOf(rows);
    if (count == 0)
        return Constant::Nothing;
    core::Floats values(stride * count);
    const core::View samples{values.data(), rows, count, stride};
    for (Index column = 0; column < count; ++column)
        part.copySample(column * part.samples / count, samples.column(column));
    plan::Network network(snapshot.plan, snapshot.parameters.data(), snapshot.state.data(), count);
    const core::ConstView outputs = network.reconstruct(samples);
    return constantPart(samples, network.output(snapshot.plan->codeLayer(), count), outputs);
}

} // namespace hourglass::training
