// What stands beside every result: the mean image, PCA with as many components as the code has units, and the floor of the
// cross-entropy.
#pragma once

#include "engine/analysis/pca.h"
#include "engine/analysis/pictures.h"

namespace hourglass::analysis {

/// Measured on the part whose loss is watched (dataset.heldOut()), with a PCA fitted on the training part and cut to
/// `components`, its mean being the mean image. MSE unclipped; cross-entropies with outputs clipped to [0.001, 0.999]. NaN: all
/// where the part is empty, the cross-entropies where the data leave [0, 1]. An error only where it was cancelled.
core::Result<Baselines> measureBaselines(const data::Dataset &dataset, const Pca &fittedOnTrain, Index components,
                                         const std::atomic<bool> *cancelled = nullptr);
/// The same on samples given.
core::Result<Baselines> measureBaselines(const SampleBlocks &samples, bool isWithinUnit, const Pca &fittedOnTrain, Index components,
                                         const std::atomic<bool> *cancelled = nullptr);

} // namespace hourglass::analysis
