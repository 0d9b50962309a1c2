// Principal directions of equal variance (Kessy, Lewin and Strimmer 2018: "Optimal whitening and decorrelation").
#pragma once

#include <memory>

#include "engine/data/shaping/scaling.h"

namespace hourglass::data {

/// Of a sample: the covariance takes memory with its square, the decomposition time with its cube (some ten seconds).
constexpr Index mostWhitenedFeatures = 2000;

/// scaled = Λ^(−1/2) Vᵀ (x − mean), and V before it where `backToFeatures` (ZCA); V Λ Vᵀ is the covariance of the training part, divided by its
/// number of samples, and each direction's entry of the largest magnitude is positive. Directions without variance (above 512 features, with
/// less than 1e-10 of the largest) are divided by what their features would give if they were independent, and by 1 at least: nothing is
/// lost on the way back. Errors: more than mostWhitenedFeatures, cancelled.
core::Result<std::shared_ptr<const Scaling>> fitWhitening(const Dataset &dataset, bool backToFeatures, const Progress &progress,
                                                          std::vector<std::string> &remarks);

} // namespace hourglass::data
