// A stack with weights from a file, applied to data: `reconstruct` and `encode`.
#pragma once

#include "app/commands/command.h"

namespace hourglass::app {

Command reconstructCommand();
Command encodeCommand();

} // namespace hourglass::app
