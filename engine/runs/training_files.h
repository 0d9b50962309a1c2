// A training as it was left, in a folder: training.safetensors with its arrays, training.json with its counters and its curves.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "engine/core/result.h"
#include "engine/runs/run_log.h"
#include "engine/training/state.h"

namespace hourglass::runs {

struct KeptTraining {
    std::shared_ptr<training::TrainingState> state;
    std::shared_ptr<RunLog> log;
};

/// Spans that a curve keeps there: neighbours merge beyond.
constexpr core::Index mostSpansInFile = 8192;

/// Writes both, each whole or not at all. Arrays that are not finite are an error, as in files::writeWeights(). States of marks are not kept.
std::optional<core::Error> writeTraining(const std::string &folder, const training::TrainingState &state, const RunLog &log);

/// Reads a training of this plan and these settings, whose training part has so many samples. Arrays of other lengths than the plan's, counters
/// that no training can have, and curves that go backwards are an error that names them.
core::Result<KeptTraining> readTraining(const std::string &folder, const std::shared_ptr<const plan::Plan> &plan, const spec::TrainingSpec &spec,
                                        core::Index trainSamples);

} // namespace hourglass::runs
