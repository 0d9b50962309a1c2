// Reads picture files for the engine.
#pragma once

#include <QImage>

#include "engine/data/image_decoder.h"

namespace hourglass::app {

/// PNG, JPEG, BMP, WebP, TIFF, GIF, PBM, PGM and PPM, told by their first bytes: TIFF by libtiff, moving WebP by libwebp, the others by Qt. No more than
/// `mostPixels` of app/pictures/limits.h are ever decoded: what declares more is refused before any memory is asked for.
class ProgramDecoder : public data::ImageDecoder {
public:
    std::optional<core::Error> decodeAll(std::span<const std::byte> content, const data::PictureWish &wish, const Take &take) const override;
};

/// As decode() gives it.
data::Picture pictureFrom(const QImage &image, const data::PictureWish &wish = {});

/// The one decoder of the program.
const data::ImageDecoder &imageDecoder();

} // namespace hourglass::app
