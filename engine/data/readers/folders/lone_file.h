// A folder that is no data set by itself may hold one in a file.
#pragma once

#include <string>

#include "engine/core/result.h"

namespace hourglass::data {

/// The one file of the folder that a reader accepts. An error where there is none ("" as its hint) or several, which it names.
core::Result<std::string> loneFileOf(const std::string &folder);

} // namespace hourglass::data
