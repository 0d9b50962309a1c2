// A stack with weights from a file, written for other programs.
#pragma once

#include "app/commands/command.h"

namespace hourglass::app {

Command exportCommand();

} // namespace hourglass::app
