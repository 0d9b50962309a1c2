// The input that excites a unit most, by gradient ascent (Erhan et al. 2009), kept smooth (Olah et al. 2017).
//
// Of all inputs x = m + d that lie within the range of each feature and are no further from the mean sample m than samples usually are, ‖d‖ ≤ ρ, the
// one with the largest activation a(x). Each step goes d ← P(d + s ρ u) with u = ∇a / ‖∇a‖ − λ L d / ρ, where P is the nearest point of those inputs,
// L the Laplacian over neighbouring pixels or steps divided by its largest eigenvalue, and λ the weight of smoothness: u rises a / ‖∇a‖ − λ dᵀL d / 2ρ.
// For a linear unit with λ = 0 this ends at the d within the ranges that has the largest wᵀd: ρ w / ‖w‖ where no range is met.
#pragma once

#include <atomic>
#include <optional>
#include <vector>

#include "engine/data/dataset.h"
#include "engine/plan/input_gradient.h"

namespace hourglass::analysis {

using core::Index;

/// Which inputs are looked among. In the numbers that are trained on.
struct InputBounds {
    std::vector<float> mean, lowest, highest; ///< of each feature
    double radius = 0;                        ///< ρ: root of the mean square distance of samples from the mean
};

/// Over samples of the shown part, at even distances. Nothing where it was cancelled.
std::optional<InputBounds> boundsOf(const data::Dataset &dataset, const std::atomic<bool> *cancelled = nullptr);

/// The d nearest to `wanted` with ‖d‖ ≤ ρ and mean + d within the ranges: clip(wanted / (1 + μ)), with the least μ ≥ 0 that is short enough.
void keepWithin(const InputBounds &bounds, float *wanted);

struct AscentOptions {
    int steps = 64;
    double smoothness = 2; ///< λ
    int starts = 6;        ///< from the mean, and from half the way to the samples that excite the unit most

    bool operator==(const AscentOptions &) const = default;
};

struct Ascent {
    std::vector<float> input; ///< in the numbers that are trained on
    double activation = 0;
    double start = 0; ///< at the mean sample
};

/// `starts` are inputs to begin from beside the mean. Of those that were reached the one with the largest activation. Nothing where it was cancelled, or where
/// no activation is finite.
std::optional<Ascent> exciteMost(plan::InputGradient &network, const core::Shape &sample, const core::Shape &output, Index unit, const InputBounds &bounds,
                                 const std::vector<std::vector<float>> &starts, const AscentOptions &options, const std::atomic<bool> *cancelled = nullptr);

} // namespace hourglass::analysis
