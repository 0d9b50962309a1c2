// How far an output is from its target. One definition for the trainer's tests, the inspector and the baselines.
#pragma once

#include "engine/core/types.h"

namespace hourglass::analysis {

using core::Index;

/// The cross-entropy of a baseline is taken with its outputs clipped to [0.001, 0.999]: nothing keeps them from 0, 1 or beyond.
constexpr float baselineClip = 0.001f;
/// A finer one is lost in 1 − clip: the smallest step below 1 in float.
constexpr float smallestClip = 0x1p-24f;
/// Below this mean squared error a picture counts as perfect, which caps the PSNR at 100 dB.
constexpr double perfectMse = 1e-10;

/// Mean over the features of (output − target)². NaN for no features.
double meanSquaredError(Index features, const float *output, const float *target);
/// Decibels: 10 · log10(1 / mse) for data in [0, 1], at most 100. The PSNR of a data set is the mean over its samples.
double peakSignalToNoise(double mse);
/// Mean over the features of −t log p − (1 − t) log(1 − p), p clipped to [clip, 1 − clip], t in [0, 1]. NaN for no features.
double binaryCrossEntropy(Index features, const float *output, const float *target, float clip);
/// The cross-entropy of a sample with itself, which no output can pass; 0 · log 0 = 0 to 1e-6.
double entropyFloor(Index features, const float *target);

} // namespace hourglass::analysis
