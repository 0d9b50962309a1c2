// A training's state as what files keep of it: its counters as JSON, its arrays by name. For those who write and read such files.
#pragma once

#include <cmath>
#include <stdexcept>
#include <type_traits>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/training/state.h"

namespace hourglass::runs {

/// A number that is not finite is null in JSON.
inline nlohmann::json number(double value) {
    return std::isfinite(value) ? nlohmann::json(value) : nlohmann::json();
}

inline double numberOr(const nlohmann::json &value, double otherwise) {
    return value.is_null() ? otherwise : value.get<double>();
}

/// Throws where it is none.
inline core::Index count(const nlohmann::json &value) {
    const auto count = value.get<core::Index>();
    if (count < 0)
        throw std::invalid_argument("a count is below 0");
    return count;
}

/// All of a state that is no array, plan or settings, with every bit of it.
nlohmann::json countersOf(const training::TrainingState &state);
/// Throws where one is missing, or is none that a training of so many samples can have.
void readCounters(const nlohmann::json &from, training::TrainingState &state, core::Index trainSamples);

/// An array of a state, const or not. One without numbers is not kept.
template <class Array>
struct NamedArray {
    const char *name;
    Array *values;
    core::Index size; ///< that it must have; −1: any
    bool isNeeded = false;
};

template <class State, class Array = std::conditional_t<std::is_const_v<State>, const core::Floats, core::Floats>>
std::vector<NamedArray<Array>> arraysOf(State &state, const plan::Plan &plan) {
    const core::Index parameters = plan.parameterFloats(), running = plan.stateFloats();
    return {{"parameters", &state.parameters, parameters, true},
            {"state", &state.state, running, running > 0},
            {"moments", &state.moments, -1},
            {"averaged", &state.averaged, parameters},
            {"best_parameters", &state.watch.bestParameters, parameters},
            {"best_state", &state.watch.bestState, running}};
}

} // namespace hourglass::runs
