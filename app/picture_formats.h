// What the first bytes of a picture file tell, and whether it is whole. Looked at before any library is given the content: libjpeg fills up
// what is missing with grey and libpng talks to the terminal.
#pragma once

#include <string_view>

#include "engine/data/image_decoder.h"

namespace hourglass::app {

/// Qt's name for PNG, JPEG, BMP, WebP, TIFF or GIF; null for anything else.
const char *pictureFormatOf(std::string_view content);

/// Whether all of it is there, as far as that can be told without decoding: of PNG the chunks with their checksums, of JPEG the end of the image
/// behind its last scan, of TIFF the first directory. Other formats pass.
bool isWholePicture(std::string_view content, std::string_view format);

/// What the decoder may make of a GIF, whatever the size that it tells: the screen, or whatever frame reaches beyond it. {0, 0} where the content
/// ends before.
data::PictureSize gifCanvas(std::string_view content);

} // namespace hourglass::app
