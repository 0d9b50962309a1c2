// Reads picture files for the engine, with Qt.
#pragma once

#include <QImage>

#include "engine/data/image_decoder.h"

namespace hourglass::app {

/// PNG, JPEG, BMP, WebP, TIFF and GIF, told by their first bytes. No more than `mostPixels` are ever decoded: what declares more is refused
/// before any memory is asked for.
class QtImageDecoder : public data::ImageDecoder {
public:
    static constexpr core::Index mostPixels = core::Index{64} << 20;

    core::Result<data::PictureSize> sizeOf(std::span<const std::byte> content) const override;
    core::Result<data::Picture> decode(std::span<const std::byte> content, data::PictureSize least) const override;
};

/// As decode() gives it; transparent parts are white.
data::Picture pictureFrom(const QImage &image);

/// The one decoder of the program.
const data::ImageDecoder &imageDecoder();

} // namespace hourglass::app
