// A folder that is no data set by itself may hold one in a file.
#pragma once

#include <string>

#include "engine/core/result.h"

namespace hourglass::data {

/// The one file of the folder that a reader accepts, or where there is none the one folder in it. An error where there is neither
/// ("" as its hint), or several files, which it names.
core::Result<std::string> loneFileOf(const std::string &folder);

} // namespace hourglass::data
