// A model of another program as a stack with its weights.
#pragma once

#include "app/commands/command.h"

namespace hourglass::app {

Command importCommand();

} // namespace hourglass::app
