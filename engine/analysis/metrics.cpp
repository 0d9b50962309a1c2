#include "engine/analysis/metrics.h"

#include <algorithm>
#include <cmath>

#include "engine/kernels/kernels.h"

namespace hourglass::analysis {

double meanSquaredError(Index features, const float *output, const float *target) {
    return kernels::squaredError(features, 1, output, features, target, features, nullptr, 0, 0) / static_cast<double>(features);
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
