// What a spec may name: the kinds of layers, losses, optimisers and schedules with their settings.
#pragma once

#include <vector>

#include "app/commands/command.h"

namespace hourglass::app {

std::vector<Command> kindCommands();

} // namespace hourglass::app
