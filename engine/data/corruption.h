// What is done to the input while training; the loss stays that against the clean input.
#pragma once

#include <vector>

#include "engine/core/random.h"
#include "engine/spec/spec.h"

namespace hourglass::data {

struct Corruption {
    enum class Kind {
        Gaussian,      ///< noise is added, not clipped
        Masking,       ///< numbers become 0
        SaltAndPepper, ///< numbers become 0 or 1
        Block          ///< a rectangle of the image, or a run of a vector, becomes 0
    };

    float strength = 0; ///< standard deviation, share of the numbers, or share of the image's sides; 0 leaves the input alone
    Kind kind = Kind::Gaussian;

    bool isOn() const { return strength > 0; }
    /// Corrupts one sample in place; the random numbers depend on seed, step and the sample's number alone.
    void apply(const core::Shape &shape, float *x, const core::Random &random, std::uint64_t step, core::Index sample) const;

    bool operator==(const Corruption &) const = default;
};

std::vector<spec::Kind> corruptionKinds();
/// The component's settings are already checked.
Corruption makeCorruption(const spec::Component &component);

} // namespace hourglass::data
