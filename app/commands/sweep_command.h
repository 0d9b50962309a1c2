#pragma once

#include "app/commands/command.h"

namespace hourglass::app {

Command sweepCommand();

} // namespace hourglass::app
