// PBM, PGM and PPM, plain and raw, with up to 16 bits (netpbm's pages pbm(5), pgm(5) and ppm(5)).
#pragma once

#include <optional>
#include <string_view>

#include "engine/data/image_decoder.h"

namespace hourglass::app {

/// As ImageDecoder::decodeAll(): raw files may hold several pictures behind one another.
std::optional<core::Error> decodePnm(std::string_view content, const data::PictureWish &wish, const data::ImageDecoder::Take &take);

} // namespace hourglass::app
