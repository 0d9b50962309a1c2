// How alike a reconstruction and its original are, beside the mean squared error of metrics.h.
#pragma once

#include "engine/analysis/measure.h"
#include "engine/data/dataset.h"

namespace hourglass::analysis {

/// What PSNR and SSIM take for the range of the data, in the numbers that are trained on: 1 for pictures of bytes, else what the training part reaches.
double dataRangeOf(const data::Dataset &dataset);

/// Mean over the features of |output − target|. NaN for no features.
double meanAbsoluteError(core::Index features, const float *output, const float *target);

/// Structural similarity: Wang, Bovik, Sheikh and Simoncelli, "Image quality assessment: from error visibility to structural similarity", IEEE Transactions on
/// Image Processing 13 (2004). Gaussian window of 11 × 11 with σ = 1.5, K₁ = 0.01, K₂ = 0.03, moments of the population; the mean over all places where
/// the whole window lies in the picture, and over the channels. Where a side is shorter than 11 the window is the largest odd one that fits. NaN for what
/// is no image.
double structuralSimilarity(const core::Shape &sample, const float *output, const float *target, double dataRange);

/// Any of them; PSNR is 10 · log10(range² / MSE), at most 100 dB.
double measured(Measure measure, const core::Shape &sample, const float *output, const float *target, double dataRange);

/// The measure itself, or MSE where these samples have no such one.
Measure measureFor(const core::Shape &sample, Measure measure);

} // namespace hourglass::analysis
