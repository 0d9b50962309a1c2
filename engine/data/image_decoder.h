// Who turns the bytes of a picture file into pixels. The engine knows no picture formats: the program hands it a decoder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/result.h"
#include "engine/core/types.h"

namespace hourglass::data {

/// In pixels.
struct PictureSize {
    core::Index width = 0, height = 0;

    bool operator==(const PictureSize &) const = default;
};

/// Rows from the top, pixels from the left, the channels of a pixel beside each other.
struct Picture {
    PictureSize size;
    core::Index channels = 1;        ///< 1: grey; 3: red, green, blue
    std::vector<std::uint8_t> bytes; ///< width × height × channels
    bool wasTransparent = false;     ///< it had transparent parts, which are white now
};

/// Both functions may be called from several threads at once, and trust nothing of the content.
class ImageDecoder {
public:
    virtual ~ImageDecoder() = default;

    /// The size that decode() would give without a wish. An error's `what` says why it is none that can be read; its `where` is empty.
    virtual core::Result<PictureSize> sizeOf(std::span<const std::byte> content) const = 0;
    /// The first picture of the content, upright. It may come smaller than it is where that is quicker, but never below `least` in either
    /// direction; {0, 0} asks for its own size. Refuses, with a sentence, what would take more memory than a picture may.
    virtual core::Result<Picture> decode(std::span<const std::byte> content, PictureSize least) const = 0;

protected:
    ImageDecoder() = default;
    ImageDecoder(const ImageDecoder &) = default;
    ImageDecoder &operator=(const ImageDecoder &) = default;
};

} // namespace hourglass::data
