// What the words of `train`, `reconstruct` and `encode` name: a spec, its data, and the stack compiled for them.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "app/commands/command.h"
#include "engine/data/dataset.h"
#include "engine/files/weights.h"
#include "engine/plan/plan.h"
#include "engine/spec/spec.h"

namespace hourglass::app {

struct Job {
    spec::Spec spec;
    std::string preset; ///< key, or empty for a spec of the user's
    std::shared_ptr<const data::Dataset> dataset;
    std::shared_ptr<const plan::Plan> plan;
    std::optional<files::Weights> weights; ///< of --weights-in
};

/// Reads it all, with progress on a terminal.
core::Result<Job> jobFrom(const Arguments &arguments, Console &console);
/// Of a spec that is known already. `fits`: the stack is fitted to data that it was not made for, as a preset's is.
core::Result<Job> jobOf(const spec::Spec &spec, const std::string &preset, bool fits, const Arguments &arguments, Console &console);

} // namespace hourglass::app
