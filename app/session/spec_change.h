// What it takes to train another spec than the present one: decided from values alone, so that it can be tested alone.
#pragma once

#include "engine/spec/training_parts.h"

namespace hourglass::app {

/// From the least to the most.
enum class SpecChange {
    None,     ///< what trains is the same
    Settings, ///< the training goes on with other settings
    Plan,     ///< the training goes on with another plan of the same stack, whose live settings differ, and with the settings
    Restart,  ///< the stack is compiled and a training of it starts
    Data,     ///< other data are read, and a training on them starts
};

/// What trains, as far as it matters to that.
struct Training {
    spec::Spec spec;               ///< that the trainer has; data as they were read
    bool dataDependOnSeed = false; ///< they are drawn, or cut, with the seed of the training
};

SpecChange changeBetween(const Training &present, const spec::Spec &wanted, const std::vector<spec::TrainingPart> &parts = spec::trainingParts());

/// Whether the data of a spec are those that were read as `read`, with `seed`.
bool areDataOf(const spec::Spec &wanted, const spec::DataSpec &read, std::uint64_t seed, bool dependOnSeed);

} // namespace hourglass::app
