// `hourglass inspect`: what a file, a folder or a data set known by name holds, and how it was read.
#pragma once

#include "app/commands/command.h"

namespace hourglass::app {

Command inspectCommand();

} // namespace hourglass::app
