// An array as it was read from a file.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/types.h"

namespace hourglass::data {

/// One to four extents, all above zero, the last one fastest. Unsigned bytes fill `bytes`; every other type becomes `floats`, all finite.
struct Array {
    std::string name; ///< where it comes from, for errors
    std::vector<core::Index> extents;
    std::vector<std::uint8_t> bytes;
    std::vector<float> floats;
    bool isWhole = false;                     ///< of a type of whole numbers, so that they may be labels
    std::vector<std::uint8_t> isRounded = {}; ///< one a number of a sample: 1 where some were rounded to floats; empty where none was

    core::Index count() const { return extents.front(); }
    /// Elements of one sample.
    core::Index sampleSize() const {
        core::Index size = 1;
        for (std::size_t i = 1; i < extents.size(); ++i)
            size *= extents[i];
        return size;
    }
};

/// "60000 × 28 × 28"
std::string extentsText(const std::vector<core::Index> &extents);

} // namespace hourglass::data
