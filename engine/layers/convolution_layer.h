// The layer behind the four kinds of convolution (`convolution.h`).
#pragma once

#include <memory>

#include "engine/layers/layer.h"
#include "engine/layers/patches.h"
#include "engine/layers/start.h"

namespace hourglass::layers {

/// What the four kinds have in common. One side of a convolution is an image, the other holds a number for each position of the kernel and
/// each channel. A convolution goes from the image to the positions, a transposed one from the positions to the image.
struct ConvolutionGeometry {
    Extent rows, columns; ///< of the image side
    Index imageChannels = 0, positionChannels = 0, groups = 1;
    bool isTransposed = false;
    bool isSeries = false; ///< numbers lie step by step instead of channel by channel
};

/// `output` is the shape that the layer says it has: of the positions, or of the image where it is transposed.
std::shared_ptr<const Layer> convolutionLayer(const ConvolutionGeometry &geometry, const Shape &output, kernels::Activation activation, const Start &start,
                                              bool hasBias);

} // namespace hourglass::layers
