// A spec as JSON, version 1, both ways. Reading is strict: an unknown key is an error that names its path.
#pragma once

#include <string>

#include "engine/core/result.h"
#include "engine/spec/spec.h"
#include "engine/spec/training_parts.h"

namespace hourglass::spec {

/// Reads a spec, with these parts of a training as everything here. `where` names the text's origin in errors ("model.json"). Nesting beyond
/// 64 levels, wrong types, numbers out of range, unknown kinds and keys are errors with the dotted path ("model.layers.2.units"). A layer may
/// have an "id" (identity.h).
core::Result<Spec> readSpec(const std::string &text, const Catalogue &catalogue, const std::string &where,
                            const std::vector<TrainingPart> &parts = trainingParts());

/// Writes a spec, two spaces of indentation; readSpec(writeSpec(s)) == s.
std::string writeSpec(const Spec &spec);

/// Applies "model.layers.2.units=8". The value is read as JSON where it is JSON, otherwise as a word.
core::Result<Spec> withSetting(const Spec &spec, const std::string &assignment, const Catalogue &catalogue,
                               const std::vector<TrainingPart> &parts = trainingParts());

/// Checks names, types and ranges of every setting, as readSpec does, for a spec made in memory.
core::Result<Spec> checked(const Spec &spec, const Catalogue &catalogue, const std::vector<TrainingPart> &parts = trainingParts());

} // namespace hourglass::spec
