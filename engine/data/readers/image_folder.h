// Folders of pictures: PNG, JPEG, BMP, WebP, TIFF, GIF, PNM, one folder a class or all in one; or one file of several pages or frames.
#pragma once

#include <string>

#include "engine/core/result.h"
#include "engine/data/dataset.h"
#include "engine/data/readers/reader.h"
#include "engine/spec/setting.h"

namespace hourglass::data {

/// A folder as findImages() reads it; or one picture file, so that readImageFolder can say what to do with it.
bool looksLikeImages(const std::string &path);

spec::Kind imageKind();

/// Reads all pictures, channel-first, in the order of findImages(); classes are the folders, and where files have several pages each is a group.
/// They are bytes where all of them have 8 bits, else floats (image_levels.h). What cannot be read is left out and listed as a problem; it is
/// an error where nothing is left, and where a file that was named alone holds one picture. `threads`: 0 for one on each core; it changes nothing of the
/// result.
core::Result<Dataset> readImageFolder(const ReadOrder &order, int threads = 0);

} // namespace hourglass::data
