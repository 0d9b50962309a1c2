// Edits of a stack, as functions from one stack to the next. With `mirror` on, an edit of the encoder is repeated in the decoder.
#pragma once

#include "engine/spec/spec.h"

namespace hourglass::spec {

/// The layer of the decoder that follows encoder layer `index` when mirror is on, and the other way round; -1 for the code, for the
/// last layer (whose width is the data's) and where there is none. Layer i of the encoder (i < code) has the twin whose units equal
/// its own: position layers.size() - 2 - i.
int mirrorOf(const ModelSpec &model, int index);

/// True where the layers on both sides of the code are mirror images in kind and units, so that mirror can be switched on losing nothing.
bool isMirrored(const ModelSpec &model);
/// Switches mirror on and rebuilds the decoder from the encoder: widths reversed, activations taken over, the last layer kept.
ModelSpec withMirror(const ModelSpec &model, bool mirror);

/// A copy of the layer before `gap` (0 … layers.size()) is inserted there: `layer`. The code stays the same layer.
ModelSpec withInserted(const ModelSpec &model, int gap, const LayerSpec &layer);
/// Takes a layer out. The last layer and the only layer before it stay: then the model is returned unchanged. If the code goes, the
/// layer before it becomes the code (or the one after, for the first).
ModelSpec withRemoved(const ModelSpec &model, int index);
/// Moves a layer to another index (never across the last one, which makes the output).
ModelSpec withMoved(const ModelSpec &model, int from, int to);
/// Changes one setting of one layer.
ModelSpec withValue(const ModelSpec &model, int index, const std::string &key, const Value &value);
/// Makes another layer the code; mirror is switched off where the stack is no mirror image around it.
ModelSpec withCode(const ModelSpec &model, int index);

/// A layer to insert at this gap: dense, as wide as the geometric mean of its neighbours, with the activation of the layer before.
LayerSpec suggestedLayer(const ModelSpec &model, int gap, Index features);

} // namespace hourglass::spec
