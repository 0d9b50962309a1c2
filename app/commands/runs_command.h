#pragma once

#include "app/commands/command.h"

namespace hourglass::app {

/// The runs of a project.
Command runsCommand();

} // namespace hourglass::app
