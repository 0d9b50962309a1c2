// What a layer may ask of memory, and how it is said that one asks for more.
#pragma once

#include <string>

#include "engine/core/result.h"
#include "engine/core/types.h"

namespace hourglass::layers {

constexpr core::Index largestTensor = core::Index{1} << 28; ///< weights in one layer: a gigabyte

/// "This layer would have 4294967296 weights (17180 MB), more than 268435456 (1074 MB)". Megabytes are 10^6 bytes, a number takes four.
core::Error tooLarge(const char *who, double count, const char *noun, std::string hint);

} // namespace hourglass::layers
