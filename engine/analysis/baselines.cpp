#include "engine/analysis/baselines.h"

#include <limits>

#include "engine/analysis/metrics.h"
#include "engine/kernels/kernels.h"

namespace hourglass::analysis {

core::Result<Baselines> measureBaselines(const data::Dataset &dataset, const Pca &fittedOnTrain, Index components, const std::atomic<bool> *cancelled) {
    return measureBaselines(SampleBlocks(dataset.heldOut()), dataset.isWithinUnit, fittedOnTrain, components, cancelled);
}

core::Result<Baselines> measureBaselines(const SampleBlocks &samples, bool isWithinUnit, const Pca &fittedOnTrain, Index components,
                                         const std::atomic<bool> *cancelled) {
    const Pca pca = truncated(fittedOnTrain, components);
    const Index features = pca.features;
    const float *mean = pca.mean.data();
    double meanSquares = 0, pcaSquares = 0, meanEntropy = 0, pcaEntropy = 0, floor = 0;
    core::Floats reconstructions;
    const bool isDone = samples.visit(cancelled, [&](core::View block) {
        const Index count = block.columns;
        if (reconstructions.size() < features * count)
            reconstructions = core::Floats(features * count);
        float *rebuilt = reconstructions.data();
        reconstruct(pca, block, {rebuilt, features, count, features});
        const float *target = block.data;
        meanSquares += kernels::squaredError(features, count, mean, 0, target, features, nullptr, 0, 0);
        pcaSquares += kernels::squaredError(features, count, rebuilt, features, target, features, nullptr, 0, 0);
        if (isWithinUnit) {
            meanEntropy += kernels::crossEntropy(features, count, mean, 0, target, features, baselineClip);
            pcaEntropy += kernels::crossEntropy(features, count, rebuilt, features, target, features, baselineClip);
            floor += kernels::crossEntropy(features, count, target, features, target, features, smallestClip);
        }
    });
    if (!isDone)
        return cancelledError();
    // No samples: 0 / 0 is the NaN that says so.
    const double numbers = static_cast<double>(features * samples.count());
    const double entropies = isWithinUnit ? numbers : std::numeric_limits<double>::quiet_NaN();
    return Baselines{pca.components, meanSquares / numbers, meanEntropy / entropies, pcaSquares / numbers, pcaEntropy / entropies, floor / entropies};
}

} // namespace hourglass::analysis
