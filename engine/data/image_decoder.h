// Who turns the bytes of a picture file into pixels. The engine knows no picture formats: the program hands it a decoder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "engine/core/result.h"
#include "engine/core/types.h"

namespace hourglass::data {

/// In pixels.
struct PictureSize {
    core::Index width = 0, height = 0;

    bool operator==(const PictureSize &) const = default;
};

/// What the numbers of a picture were in its file.
enum class PictureNumbers {
    Bytes,    ///< whole numbers of up to 8 bits
    Integers, ///< of more bits, or signed
    Reals     ///< floating point
};

/// Rows from the top, pixels from the left, the channels of a pixel beside each other. Exactly one of `bytes` and `floats` is filled.
struct Picture {
    PictureSize size;
    core::Index channels = 1;        ///< 1: grey; 3: red, green, blue
    std::vector<std::uint8_t> bytes; ///< width × height × channels, of PictureNumbers::Bytes
    bool wasTransparent = false;     ///< it had transparent parts, which are the backdrop now
    bool isHidden = false;           ///< its opacity varies, and all its pixels are one colour on this backdrop
    std::vector<float> floats;       ///< width × height × channels, of all others: the file's numbers, less PictureWish::base; some may not be finite
    PictureNumbers numbers = PictureNumbers::Bytes;
    core::Index bits = 8;             ///< of a number
    double lowest = 0, highest = 255; ///< what its type can hold; of reals 0 and 1
    PictureSize whole;                ///< upright, before it was shrunk while it was decoded
    bool mayBePages = false;          ///< it came as red, green and blue planes, and what wrote it may have meant three pictures
    core::Index channelsLeftOut = 0;  ///< which are neither its colours nor its opacity
    core::Index framesLeftOut = 0;    ///< which its format has and no decoder reads

    core::Index count() const { return size.width * size.height * channels; } ///< of numbers
};

/// What is laid behind transparent parts.
enum class Backdrop {
    White,
    Black,
    Opacity ///< nothing: the opacity alone is the picture, in grey
};

/// How a picture is wanted.
struct PictureWish {
    PictureSize least; ///< it may come smaller than it is where that is quicker, but never below this in either direction; {0, 0} asks for its own size
    Backdrop backdrop = Backdrop::White;
    double base = 0; ///< taken off numbers that are no bytes before they become floats, which would merge large ones
};

/// Its functions may be called from several threads at once, and trust nothing of the content.
class ImageDecoder {
public:
    /// Is handed one page after the other; false where no more are wanted.
    using Take = std::function<bool(Picture &&)>;

    virtual ~ImageDecoder() = default;

    /// All pages and frames of the content in their order, upright. What would take more memory than a picture may is refused before any is asked
    /// for. An error's `what` says what is wrong with the page behind those that were taken; its `where` is empty.
    virtual std::optional<core::Error> decodeAll(std::span<const std::byte> content, const PictureWish &wish, const Take &take) const = 0;
    /// The first of them.
    core::Result<Picture> decode(std::span<const std::byte> content, const PictureWish &wish) const {
        Picture first;
        bool isThere = false;
        const auto error = decodeAll(content, wish, [&](Picture &&picture) {
            first = std::move(picture);
            isThere = true;
            return false;
        });
        if (isThere)
            return first;
        return error ? *error : core::Error{"holds no picture", {}, {}};
    }

protected:
    ImageDecoder() = default;
    ImageDecoder(const ImageDecoder &) = default;
    ImageDecoder &operator=(const ImageDecoder &) = default;
};

} // namespace hourglass::data
