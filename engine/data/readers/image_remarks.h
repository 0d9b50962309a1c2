// What is said of pictures that were read, and of those that were not.
#pragma once

#include <string>

#include "engine/core/result.h"
#include "engine/data/image_decoder.h"
#include "engine/data/read_report.h"
#include "engine/data/readers/image_samples.h"
#include "engine/data/readers/image_tree.h"

namespace hourglass::data {

/// A path as it is shown below the folder that was named.
std::string shownBelow(const std::string &path, const std::string &folder);

/// What is passed over: hidden files, other names, folders below those of the classes.
void tellOfTheTree(const ImageTree &tree, const std::string &folder, ReadReport &report);

/// What could not be read, what the pages became, what lies behind transparent parts.
void tellOfReading(const ImageCounts &counts, PageUse pages, Backdrop backdrop, ReadReport &report);

/// Of a tree without pictures to train on.
core::Error noPictures(const ImageTree &tree, const std::string &path);

} // namespace hourglass::data
