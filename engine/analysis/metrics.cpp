#include "engine/analysis/metrics.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "engine/kernels/kernels.h"

namespace hourglass::analysis {

double meanSquaredError(Index features, const float *output, const float *target) {
    return kernels::squaredError(features, 1, output, features, target, features, nullptr, 0, 0) / static_cast<double>(features);
}

void meanSquaredErrors(core::ConstView outputs, core::ConstView targets, std::span<double> errors) {
    assert(outputs.rows == targets.rows && outputs.columns == targets.columns &&
           static_cast<Index>(errors.size()) == outputs.columns);
    for (Index column = 0; column < outputs.columns; ++column)
        errors[column] = meanSquaredError(outputs.rows, outputs.column(column), targets.column(column));
}

double peakSignalToNoise(double mse) {
    return -10.0 * std::log10(mse < perfectMse ? perfectMse : mse); // not std::max, which would hide NaN
}

double binaryCrossEntropy(Index features, const float *output, const float *target, float clip) {
    return kernels::crossEntropy(features, 1, output, features, target, features, clip) / static_cast<double>(features);
}

double entropyFloor(Index features, const float *target) {
    return binaryCrossEntropy(features, target, target, smallestClip);
}

} // namespace hourglass::analysis
