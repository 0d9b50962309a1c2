#include "engine/layers/layer.h"

namespace hourglass::layers {

Index Tensor::size() const {
    Index product = 1;
    for (const Index extent : shape)
        product *= extent;
    return product;
}

void Layer::prepare(const LayerArrays &, float *, Index) const {}

void Layer::prepareMixed(kernels::MixedPath, const LayerArrays &, std::uint16_t *, Index) const {}

void Layer::gradient(GradientPass &) const {}

OwnedParameters Layer::owned(Index, bool) const {
    return {};
}

} // namespace hourglass::layers
