#pragma once

#include "app/commands/command.h"

namespace hourglass::app {

Command trainCommand();

} // namespace hourglass::app
