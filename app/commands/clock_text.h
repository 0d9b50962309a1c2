#pragma once

#include <string>

namespace hourglass::app {

/// "1:05", "1:00:05"; a dash for what is not known.
std::string clockText(double seconds);

} // namespace hourglass::app
