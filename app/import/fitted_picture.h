// A picture from outside as a sample of a data set: in its size, its channels and its numbers.
#pragma once

#include <vector>

#include <QString>

#include "engine/data/dataset.h"
#include "engine/data/image_decoder.h"

namespace hourglass::app {

/// Whether a picture can be made a sample of them: grey or colour pictures of numbers from 0 to 1.
bool takesPictures(const data::Dataset &dataset);
/// How transparent parts were read in the data.
data::PictureWish wishOf(const data::Dataset &dataset);
/// Of a file. The error names it.
core::Result<data::Picture> readPicture(const QString &path, const data::PictureWish &wish);
/// In the numbers of the source, before any scaling. For data that take pictures.
std::vector<float> fittedPicture(const data::Picture &picture, const data::Dataset &dataset);

} // namespace hourglass::app
