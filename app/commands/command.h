// A word of the command line: what it takes and what it does. A new command is its file and one row in command_line.cpp.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

#include "app/commands/arguments.h"

namespace hourglass::app {

/// 0: done, also after Ctrl+C; 1: a bad value or file, or the training diverged or failed; 2: an unknown command or option.
enum class ExitStatus : int { Done = 0, Failed = 1, Misused = 2 };

/// Where a command writes: the result alone to `out`, progress and talk to `err`.
struct Console {
    std::ostream &out;
    std::ostream &err;
    bool isTerminal = false; ///< err is one: a progress line may be redrawn
};

struct Command {
    std::string name;
    std::string synopsis; ///< "[--json]"
    std::string summary;
    std::vector<Option> options;
    std::size_t mostPositional = 0;
    std::function<ExitStatus(const Arguments &, Console &)> run;
};

/// Prints an error as one sentence and returns Failed.
ExitStatus failed(const core::Error &error, Console &console);

} // namespace hourglass::app
