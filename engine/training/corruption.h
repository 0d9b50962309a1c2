// What is done to the input while training; the loss stays that against the clean input.
#pragma once

#include <vector>

#include "engine/core/random.h"
#include "engine/spec/spec.h"

namespace hourglass::training {

struct Corruption {
    float strength = 0; ///< standard deviation of the Gaussian noise; 0 leaves the input alone; not clipped

    bool isOn() const { return strength > 0; }
    /// Corrupts one sample in place; the numbers depend on seed, step and the sample's number alone.
    void apply(core::Index features, float *x, const core::Random &random, std::uint64_t step, core::Index sample) const;
};

std::vector<spec::Kind> corruptionKinds();
Corruption makeCorruption(const spec::Component &component);

} // namespace hourglass::training
