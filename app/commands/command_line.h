#pragma once

#include <string>
#include <vector>

#include "app/commands/command.h"

namespace hourglass::app {

/// What the words ask for: a command that runs without a window, or the window.
struct Invocation {
    bool opensWindow = false;
    Arguments windowArguments;
    ExitStatus status = ExitStatus::Done; ///< of what was run, where no window opens
};

/// `words` without the program's name. Runs commands, --help and --version at once.
Invocation runCommandLine(const std::vector<std::string> &words, Console &console);

} // namespace hourglass::app
