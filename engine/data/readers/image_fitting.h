// Brings pictures to the size and the channels of a data set.
#pragma once

#include <cstdint>

#include "engine/core/types.h"
#include "engine/data/image_decoder.h"
#include "engine/spec/setting.h"

namespace hourglass::data {

enum class PictureFit {
    Crop,   ///< fills the size; what is too much on two sides is cut off evenly
    Pad,    ///< lies within the size, on black
    Stretch ///< fills the size; the proportions change
};

/// Writes channels × height × width numbers. Grey is Y = 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601-7), of bytes rounded in whole numbers; where red, green and
/// blue are equal it is their value. A picture of the wanted size is copied; any other is sampled with a triangle two pixels wide, of the
/// source where that is larger (as PIL's BILINEAR, which averages while it shrinks). The picture must hold pixels, the shape one or three channels.
/// This one takes pictures of bytes.
void fitPicture(const Picture &picture, const core::Shape &shape, PictureFit fit, std::uint8_t *to);
/// The same of any picture. What lies beside it is NaN.
void fitPicture(const Picture &picture, const core::Shape &shape, PictureFit fit, float *to);

/// Of the setting `fit` of folders of pictures: "crop", "fit" or "stretch".
PictureFit pictureFitOf(const spec::Value &setting);

/// Whether red, green and blue are equal in every pixel.
bool isGrey(const Picture &picture);

/// One channel of it as a grey picture.
Picture planeOf(const Picture &picture, core::Index channel);

} // namespace hourglass::data
