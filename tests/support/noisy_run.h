// Steps with losses drawn by lot, and the slow obvious sum over any of them.
#pragma once

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "engine/runs/curve.h"

namespace hourglass::tests {

constexpr double unevenStepsPerEpoch = 234.4; // the last batch of an epoch is smaller

inline training::StepRecord stepOf(core::Index number, float loss) {
    return {number, static_cast<double>(number) / unevenStepsPerEpoch, 1, loss, loss, loss};
}

inline std::vector<training::StepRecord> noisyRun(core::Index count, unsigned seed = 1) {
    std::mt19937 random(seed);
    std::normal_distribution<float> noise(0.0f, 0.012f);
    std::vector<training::StepRecord> steps;
    for (core::Index number = 1; number <= count; ++number) {
        const float loss = noise(random);
        steps.push_back(stepOf(number, 0.29f + 0.26f * std::exp(-static_cast<float>(number) / 300.0f) + loss));
    }
    return steps;
}

struct SlowSum {
    core::Index steps = 0;
    double minimum = 1e30, sum = 0, maximum = -1e30;

    double mean() const { return sum / static_cast<double>(steps); }
};

/// Of the steps in [from, to).
inline SlowSum slowSum(const std::vector<training::StepRecord> &steps, runs::CurveAxis axis, double from, double to) {
    SlowSum slow;
    for (const training::StepRecord &each : steps) {
        const double x = runs::placeOn(axis, each.step, each.epoch);
        if (x < from || x >= to || !std::isfinite(each.mean))
            continue;
        slow.steps += each.steps;
        slow.minimum = std::min<double>(slow.minimum, each.minimum);
        slow.maximum = std::max<double>(slow.maximum, each.maximum);
        slow.sum += static_cast<double>(each.mean) * static_cast<double>(each.steps);
    }
    return slow;
}

} // namespace hourglass::tests
