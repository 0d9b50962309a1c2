// Which way up a picture is to be shown, where the file says so in Exif or XMP.
#pragma once

#include <string_view>

namespace hourglass::app {

/// 1 … 8 as Exif's tag Orientation has it; 1 where nothing is said. PNG, WebP and JPEG; of other content 1.
int orientationOf(std::string_view content, std::string_view format);

} // namespace hourglass::app
