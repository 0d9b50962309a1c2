// What a plan has learned, as a safetensors file: a tensor `layers.N.NAME` for each that layer N (from 0, as in the spec) asked the plan
// for, parameters and state alike: layers.0.weight [outputs, inputs], layers.0.bias, layers.1.running_mean …
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/plan/plan.h"

namespace hourglass::files {

/// The flat arrays of a plan.
struct Weights {
    core::Floats parameters, state;
    std::vector<std::string> remarks = {}; ///< sentences for people: what the file holds that is not taken as it stands
};

/// Reads what the plan wants. The counter that PyTorch keeps beside a batch norm's statistics is passed over. A tensor that is missing, of another shape, not
/// finite or not of the stack is an error that names it.
core::Result<Weights> readWeights(const std::string &path, const plan::Plan &plan);

/// Writes parameters and state whole or not at all. Numbers that are not finite are an error, so that what is written can be read.
std::optional<core::Error> writeWeights(const std::string &path, const plan::Plan &plan, const core::Floats &parameters, const core::Floats &state);

} // namespace hourglass::files
