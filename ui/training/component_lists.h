// The parts of a training that are lists of components: penalties, variations of the samples, stops. In the form the entries stand one below
// the other, with room for one more: "penalty.1" chooses the second one's kind, "penalty.1.weight" is a setting of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/spec/training_parts.h"

namespace hourglass::ui {

/// The kinds that may be chosen, "none" in front, which takes an entry away.
std::vector<spec::Kind> listChoices(const spec::TrainingPart &part, const spec::Catalogue &catalogue);
/// The entry, or the component "none".
spec::Component listEntry(const std::vector<spec::Component> &entries, std::size_t index);

/// The training after an edit of one of the list's keys; nothing where the key or the value does not fit.
std::optional<spec::TrainingSpec> withListEdit(const spec::TrainingPart &part, const spec::TrainingSpec &training, const spec::Catalogue &catalogue,
                                               const std::string &key, const spec::Value &value);

} // namespace hourglass::ui
