// The words after the program's name where no command stands: what the window opens on.
#pragma once

#include "app/commands/arguments.h"
#include "app/wiring/program.h"

namespace hourglass::app {

core::Result<Opening> openingFrom(const Arguments &arguments);
core::Result<ui::ThemeChoice> themeFrom(const std::string &name);

} // namespace hourglass::app
