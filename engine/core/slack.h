#pragma once

#include <cstdint>

namespace hourglass::core {

/// Floats behind the end of an array that kernels::product() may read, and never use.
constexpr std::int64_t slack = 16;

} // namespace hourglass::core
