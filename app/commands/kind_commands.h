// What a spec may name: the kinds of layers, losses, optimisers and schedules with their settings.
#pragma once

#include <vector>

#include "app/commands/command.h"
#include "engine/spec/training_parts.h"

namespace hourglass::app {

/// One for the layers, one for each part of a training that says so in its row, and those of the data. They keep a reference to the catalogue.
std::vector<Command> kindCommands(const spec::Catalogue &catalogue, const std::vector<spec::TrainingPart> &parts = spec::trainingParts());

} // namespace hourglass::app
