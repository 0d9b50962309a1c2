// Folders of pictures: PNG, JPEG, BMP, WebP, TIFF, GIF, one folder a class or all in one.
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

/// Reads all pictures as bytes, channel-first, in the order of findImages(); classes are the folders. What cannot be read is left out and
/// listed as a problem; it is an error where nothing is left. `threads`: 0 for one on each core; it changes nothing of the result.
core::Result<Dataset> readImageFolder(const ReadOrder &order, int threads = 0);

} // namespace hourglass::data
