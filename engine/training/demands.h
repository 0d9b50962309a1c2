// What the settings of a training demand of its data, and what they do that a person should be told.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/data/dataset.h"
#include "engine/plan/plan.h"
#include "engine/spec/spec.h"

namespace hourglass::training {

/// Of the training part: kept back for validation where the settings need such a part and the spec asks for none.
constexpr double ownValidation = 0.1;

/// Of an optimiser that takes them all in one step: beyond it nobody would wait for the end of a step.
constexpr core::Index mostSamplesAtOnce = 50'000;

/// True where something is chosen by the validation loss. The test part is never used for that.
bool choosesByValidation(const spec::TrainingSpec &training);
/// The data to load: those of the spec, with a validation part where choosesByValidation().
spec::DataSpec dataFor(const spec::Spec &spec);
/// What makes the settings impossible with these data: nothing to choose by, say.
std::optional<core::Error> unmetDemand(const spec::TrainingSpec &training, const data::Dataset &dataset);
/// Batches too small for a layer that goes by the statistics of a batch.
std::optional<core::Error> tooFewSamples(const spec::TrainingSpec &training, const plan::Plan &plan, const data::Dataset &dataset);
/// All that keeps the settings from training this stack on these data: of the loss, of the penalties, of the demands above.
std::optional<core::Error> refusal(const spec::TrainingSpec &training, const plan::Plan &plan, const data::Dataset &dataset);
/// A sentence where numbers are so large (a million), or the ranges of features so unlike (a million times), that the loss sees little but the largest;
/// it names the setting that mends it. By at most 1000 samples of the training part, as they are trained on; nothing of pictures.
std::string noteOnScale(const data::Dataset &dataset);
/// What to do about a loss or weights that are no longer finite: scale the data where their size is the likelier cause, else lower the rate.
std::string hintOnDivergence(const data::Dataset &dataset, const char *lowerRate);
/// Sentences for people: what is done that the spec does not say outright. `dataset` was loaded as dataFor() wants it.
std::vector<std::string> notesOn(const spec::Spec &spec, const data::Dataset &dataset);
/// Likewise of batches that batch norm goes by.
std::vector<std::string> notesOnBatches(const spec::TrainingSpec &training, const plan::Plan &plan, const data::Dataset &dataset);

} // namespace hourglass::training
