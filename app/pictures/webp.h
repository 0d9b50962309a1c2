// The frames of moving WebP by libwebpdemux.
#pragma once

#include <optional>
#include <string_view>

#include "engine/data/image_decoder.h"

namespace hourglass::app {

/// As ImageDecoder::decodeAll(), each frame as large as the canvas and with what stands from those before it.
std::optional<core::Error> decodeMovingWebp(std::string_view content, const data::PictureWish &wish, const data::ImageDecoder::Take &take);

} // namespace hourglass::app
