#pragma once

#include "app/commands/command.h"

namespace hourglass::app {

Command presetsCommand();
Command datasetsCommand();
Command specCommand();

} // namespace hourglass::app
