#pragma once

#include "app/commands/command.h"

namespace hourglass::app {

Command reportCommand();

} // namespace hourglass::app
