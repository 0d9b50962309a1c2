#pragma once

#include "app/commands/command.h"

namespace hourglass::app {

/// Lays codes out on a plane, writes it, and says how far it is to be trusted.
Command projectionCommand();

} // namespace hourglass::app
