// Principal component analysis: the linear autoencoder that every result is measured against.
#pragma once

#include <vector>

#include "engine/analysis/sample_blocks.h"

namespace hourglass::analysis {

/// The mean and the leading principal directions of samples, in order of falling variance.
struct Pca {
    Index features = 0;
    Index components = 0;          ///< as many as were asked for, or as there are: at most min(features, samples − 1)
    core::Floats mean;             ///< features
    core::Floats directions;       ///< features × components, column-major; of unit length, the entry of the largest magnitude positive
    std::vector<double> variances; ///< along the directions; divided by the number of samples, so that they are squared errors
    double totalVariance = 0;      ///< summed over the features: features × MSE of the mean

    /// Share of the variance that the directions carry; 1 where there is none.
    double explained() const;
};

/// With the default limit: decomposes the covariance matrix, exact but for rounding. With more features: truncated, see
/// subspace.h; the last components are then slightly worse than the best. Deterministic. An error where there are no samples,
/// where they are too large for float or not finite, or where it was cancelled.
core::Result<Pca> fitPca(const SampleBlocks &samples, Index components, const std::atomic<bool> *cancelled = nullptr, Index mostFeaturesOfCovariance = 2000);
/// Fits at most `sampleLimit` of the part's samples, at even distances.
core::Result<Pca> fitPca(const data::Part &part, Index components, const std::atomic<bool> *cancelled = nullptr, Index sampleLimit = allSamples);

/// The same with fewer components, at most those that it has: no second fit is needed.
Pca truncated(const Pca &pca, Index components);

/// codes = directionsᵀ (samples − mean). samples: features × n; codes: components × n. One column costs a copy of the directions:
/// prefer many.
void project(const Pca &pca, core::ConstView samples, core::View codes);
/// samples = directions · codes + mean.
void decode(const Pca &pca, core::ConstView codes, core::View samples);
/// Projects and decodes; both features × n. The two may be the same.
void reconstruct(const Pca &pca, core::ConstView samples, core::View reconstructions);

inline void project(const Pca &pca, const float *sample, float *code) {
    project(pca, {sample, pca.features, 1, pca.features}, {code, pca.components, 1, pca.components});
}
inline void reconstruct(const Pca &pca, const float *sample, float *reconstruction) {
    reconstruct(pca, {sample, pca.features, 1, pca.features}, {reconstruction, pca.features, 1, pca.features});
}

} // namespace hourglass::analysis
