// Mirror partners: which kind of layer undoes which, and which of their settings belong together. One table, which all
// edits of mirrored stacks use.
#pragma once

#include <vector>

#include "engine/spec/spec.h"

namespace hourglass::spec {

/// The decoder's layer for a layer of the encoder: a transposed convolution for a convolution and the other way round, upsampling by
/// the stride for pooling, a recurrent layer that gives on whole sequences, a linear dense layer for a variational one, nothing (the
/// identity) for MMD, the same for all others. Channels are still the layer's own: alignChannels() knows the stack.
LayerSpec twinOf(const LayerSpec &encoder);

/// The encoder's layer for a layer put into the decoder; `present` is what stands there, which a tied layer leaves as it is.
LayerSpec originOf(const LayerSpec &decoder, const LayerSpec &present);

/// True where layer `index` of the encoder and layer `across` make a pair: the kinds of the table, and the same widths, strides and
/// channels, as alignChannels() sets them. A tied layer is the twin of any dense one.
bool areTwins(const ModelSpec &model, int index, int across);

/// One setting of one layer.
struct Assigned {
    int layer = 0;
    std::string key;
    Value value;
};

/// What a setting made at layer `index` means for the pairs of a mirrored stack: first the setting itself, then what follows it
/// elsewhere. `across` is the layer's twin.
std::vector<Assigned> mirrored(const ModelSpec &model, const Assigned &setting, int across);
/// True for the channels that the decoder takes from the data: they have no layer in the encoder to follow.
bool breaksMirror(const ModelSpec &model, const Assigned &setting);

/// Gives every twin of a convolution the channels of what came into it: of the layer before, or the data's.
void alignChannels(ModelSpec &model);

} // namespace hourglass::spec
