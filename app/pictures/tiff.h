// TIFF and BigTIFF by libtiff: every page with all the bits of its numbers.
#pragma once

#include <optional>
#include <string_view>

#include "engine/data/image_decoder.h"

namespace hourglass::app {

/// As ImageDecoder::decodeAll(). Pages that say of themselves that they are smaller copies or masks are passed over; of a stack whose pages lie behind
/// one another under a single directory (ImageJ, tifffile) all are taken. Samples of several grey channels are a page each.
std::optional<core::Error> decodeTiff(std::string_view content, const data::PictureWish &wish, const data::ImageDecoder::Take &take);

} // namespace hourglass::app
