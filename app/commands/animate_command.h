#pragma once

#include "app/commands/command.h"

namespace hourglass::app {

Command animateCommand();

} // namespace hourglass::app
