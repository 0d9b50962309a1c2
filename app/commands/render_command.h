#pragma once

#include "app/commands/command.h"

namespace hourglass::app {

Command renderCommand();

} // namespace hourglass::app
