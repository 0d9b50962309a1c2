// A picture as its file has it, before anything is laid behind its transparent parts.
#pragma once

#include <vector>

#include "engine/data/image_decoder.h"

namespace hourglass::app {

/// The numbers of pixels: 1 or 3 colours, and the opacity behind them where there is one. T is std::uint8_t or float.
template <class T>
struct Layer {
    data::PictureSize size;
    core::Index colours = 1;
    bool hasOpacity = false;
    bool isPremultiplied = false; ///< the colours were multiplied with the opacity
    T opaque = 255;               ///< the opacity that hides what is behind
    T white = 255;                ///< what is laid behind as white
    std::vector<T> values;        ///< width × height × (colours + hasOpacity)

    core::Index channels() const { return colours + (hasOpacity ? 1 : 0); }
};

/// Fills size, channels, the numbers, wasTransparent and isHidden. Where nothing at all is opaque, the colours are taken for the picture if they differ.
data::Picture flattened(Layer<std::uint8_t> &&layer, data::Backdrop backdrop);
/// The same; the numbers are less `base`.
data::Picture flattened(Layer<float> &&layer, data::Backdrop backdrop, double base);

/// The picture turned as Exif's tag Orientation says, 1 … 8; any other value leaves it.
void turnUpright(data::Picture &picture, int orientation);

} // namespace hourglass::app
