// Files that are not read here, known by their first bytes: what they are, and the one line that turns them into what is read.
#pragma once

#include <optional>
#include <string>

#include "engine/core/result.h"

namespace hourglass::data {

/// For a regular file of a format that no reader takes: an error that names the format and says what to do. Nothing for all others. What is packed
/// by gzip is looked into.
std::optional<core::Error> notReadHere(const std::string &path);

} // namespace hourglass::data
