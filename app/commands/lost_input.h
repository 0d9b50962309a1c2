// What a command is to write must not take the place of what it reads.
#pragma once

#include <optional>
#include <string>

#include "app/commands/arguments.h"

namespace hourglass::app {

/// An error where a file that one option names for writing is one that another option, or a word without an option, names for reading. A project
/// goes on in its own file, and trained weights may replace those they started from.
std::optional<core::Error> lostInput(const std::string &command, const Arguments &arguments);

/// The same of one file, named by `option`, and one that is read: data that a spec names, for instance.
std::optional<core::Error> lostInput(const std::string &option, const std::string &written, const std::string &read);

/// An error where the name ends as files of other kinds do: it becomes a NumPy array whatever it is called.
std::optional<core::Error> noArrayName(const std::string &path);

} // namespace hourglass::app
