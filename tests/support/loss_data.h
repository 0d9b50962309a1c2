// A run as it comes from training: a noisy decay from 0.55 to 0.29, 235 steps an epoch.
#pragma once

#include <cmath>
#include <random>
#include <vector>

#include "engine/training/records.h"

namespace hourglass::tests {

constexpr double stepsPerEpoch = 235.0;

inline double lossAt(double epoch, double last = 0.288) {
    return last + 0.012 * std::exp(-epoch / 6.0) + 0.06 * std::exp(-epoch / 0.9) + 0.19 * std::exp(-epoch / 0.12);
}

inline std::vector<training::StepRecord> lossSteps(core::Index first, core::Index last, unsigned seed = 1, double end = 0.288) {
    std::mt19937 random(seed + static_cast<unsigned>(first));
    std::normal_distribution<double> noise(0.0, 0.007);
    std::vector<training::StepRecord> steps;
    for (core::Index step = first; step <= last; ++step) {
        const double epoch = static_cast<double>(step) / stepsPerEpoch;
        const auto loss = static_cast<float>(lossAt(epoch, end) + noise(random));
        steps.push_back({step, epoch, 1, loss, loss, loss});
    }
    return steps;
}

inline training::EvaluationRecord heldOut(core::Index step, double end = 0.288) {
    const double epoch = static_cast<double>(step) / stepsPerEpoch;
    training::EvaluationRecord record;
    record.step = step;
    record.epoch = epoch;
    record.heldOutLoss = record.testLoss = step == 0 ? 0.6931 : lossAt(epoch, end) + 0.0018 + 0.0007 * std::sin(epoch * 2.1);
    record.endsEpoch = true;
    return record;
}

} // namespace hourglass::tests
