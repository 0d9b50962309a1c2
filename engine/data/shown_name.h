// Names of files and folders are bytes; what people are shown is text.
#pragma once

#include <string>

namespace hourglass::data {

/// The name as UTF-8 that is well-formed: bytes that are no part of a character, and control characters, are shown as U+FFFD.
std::string shownName(const std::string &bytes);

} // namespace hourglass::data
