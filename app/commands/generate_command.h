#pragma once

#include "app/commands/command.h"

namespace hourglass::app {

Command generateCommand();

} // namespace hourglass::app
