// A stack with weights from a file, applied to data: `reconstruct` and `encode`; or to codes: `decode`.
#pragma once

#include "app/commands/command.h"

namespace hourglass::app {

Command reconstructCommand();
Command encodeCommand();
Command decodeCommand();

} // namespace hourglass::app
