// What the first bytes of a picture file tell, and whether it is whole. Looked at before any library is given the content: libjpeg fills up
// what is missing with grey and libpng talks to the terminal.
#pragma once

#include <string>
#include <string_view>

#include "engine/data/image_decoder.h"

namespace hourglass::app {

/// Qt's name for PNG, JPEG, BMP, WebP, TIFF or GIF, "pnm" for PBM, PGM and PPM; null for anything else.
const char *pictureFormatOf(std::string_view content);

/// Whether all of it is there, as far as that can be told without decoding: of PNG the chunks with their checksums, of JPEG the end of the image
/// behind its last scan, of TIFF the first directory. Other formats pass.
bool isWholePicture(std::string_view content, std::string_view format);

/// The name of what it is else, where its first bytes tell: "a HEIC picture". Empty where they do not.
std::string foreignFormatOf(std::string_view content);

/// What a whole PNG declares.
data::PictureSize pngSize(std::string_view content);

/// Whether a PNG or WebP has Exif, XMP or what else may say which way up it is, or a JPEG XMP that may: its Exif is read by Qt. Never of other formats.
bool hasMetadata(std::string_view content, std::string_view format);

/// The frames that a moving PNG has behind its first; 0 of one that does not move.
core::Index furtherPngFrames(std::string_view content);

/// Whether the frames of a WebP move.
bool isMovingWebp(std::string_view content);

/// What the decoder may make of a GIF, whatever the size that it tells: the screen, or whatever frame reaches beyond it. {0, 0} where the content
/// ends before.
data::PictureSize gifCanvas(std::string_view content);

} // namespace hourglass::app
