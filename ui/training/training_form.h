// A training as forms: which settings are shown where, their values, and what an edit of one of them makes of the training.
// Keys are dotted as in the command line's --set: "batch", "optimiser", "optimiser.rate", "loss.reduction"; "noise" and "threads" are
// this panel's own.
#pragma once

#include <QString>

#include <optional>

#include "engine/spec/training_parts.h"

namespace hourglass::ui {

struct TrainingForm {
    spec::Kind head;   ///< optimiser and learning rate: the same rows for every optimiser, so that focus stays
    spec::Kind direct; ///< the optimiser's other settings where they are few (momentum)
    spec::Kind body;   ///< batch, loss, input noise, epochs, threads
    spec::Kind more; ///< the optimiser's other settings where they are many, schedule, gradient, the loss's settings, penalties, corruption, average, what ends
                     ///< it, the seed
    spec::Kind vary; ///< how samples are varied
    spec::Component values; ///< of all five
};

TrainingForm trainingForm(const spec::TrainingSpec &training, const spec::Catalogue &catalogue, int threads, int maximumThreads,
                          const std::vector<spec::TrainingPart> &parts = spec::trainingParts());

/// The training with one value changed; nothing where key or kind is unknown. Another optimiser or loss keeps the values of settings
/// that it shares with the one before, the learning rate above all. Noise 0 is no corruption.
std::optional<spec::TrainingSpec> withEdit(const spec::TrainingSpec &training, const spec::Catalogue &catalogue, const std::string &key,
                                           const spec::Value &value, const std::vector<spec::TrainingPart> &parts = spec::trainingParts());

/// "Learning rate 0.001 → 0.003", "Optimiser Adam → SGD".
QString editText(const TrainingForm &form, const std::string &key, const spec::Value &from, const spec::Value &to);

} // namespace hourglass::ui
