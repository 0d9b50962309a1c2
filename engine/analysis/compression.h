// How few bytes a picture's code takes and what is left of the picture then, beside JPEG of the same pictures.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/analysis/moment.h"
#include "engine/core/result.h"
#include "engine/data/dataset.h"

namespace hourglass::analysis {

using core::Index;

/// One place of a rate–distortion curve.
struct RatePoint {
    int setting = 0;                       ///< bits a unit (0: floats, not quantised), or JPEG's quality
    double bytes = 0;                      ///< an image
    double mse = 0;                        ///< mean over the images, of values between 0 and 1 over the range of the pictures
    double psnr = 0;                       ///< decibels, mean over the images, as metrics.h has it
    std::vector<std::vector<float>> shown; ///< the first images, in the source's numbers
};

constexpr int mostBits = 16;
constexpr Index mostCompared = 256, shownImages = 6;
constexpr Index mostComparedValues = 4'000'000; ///< in all images

/// Numbers of the samples that are compared, at even distances over the shown part.
std::vector<Index> comparedSamples(const data::Dataset &dataset);
/// Why there is nothing to compare; nothing where there is.
std::optional<core::Error> compressionObstacle(const data::Dataset &dataset);

/// The middle of the cell, of 2^bits even ones over the range, that the value lies in; what lies outside belongs to the cells at the ends.
float quantised(float value, const core::Range &range, int bits);

/// The image's place of a curve, of its values in the source's numbers, added to `point`; the first images are kept. Divide by the count in the end.
void addImage(RatePoint &point, const std::vector<float> &original, std::vector<float> made, const core::Range &range);

} // namespace hourglass::analysis
