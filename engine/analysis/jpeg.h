// Pictures as JPEG and back, by libjpeg.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/result.h"
#include "engine/core/types.h"

namespace hourglass::analysis {

/// Rows from the top, the channels of a pixel beside each other.
struct JpegPixels {
    core::Index width = 0, height = 0, channels = 1; ///< 1: grey; 3: red, green, blue
    std::vector<std::uint8_t> bytes;
};

/// Baseline, with Huffman tables made for the picture; colour is kept at half the resolution, as libjpeg does unless it is told otherwise. `quality` from
/// 1 to 100, on libjpeg's scale.
core::Result<std::vector<std::uint8_t>> encodeJpeg(const JpegPixels &pixels, int quality);
core::Result<JpegPixels> decodeJpeg(const std::vector<std::uint8_t> &file);

} // namespace hourglass::analysis
