// Bytes that are no grey levels: 0 and 1 of binary pictures, counts, levels of four bits.
#pragma once

#include <cstdint>

#include "engine/data/dataset.h"

namespace hourglass::data {

/// Where all bytes of all parts are 0 and 1, they become floats, 0 and 1, and a remark says so: divided by 255 a 1 would be 0.004. Where the floats
/// would take more than `mostBytes`, or where no byte reaches 32, an eighth of white, a remark says what to do. Not of samples that stay in their file.
void treatSmallBytes(std::uint64_t mostBytes, Dataset &dataset);

} // namespace hourglass::data
