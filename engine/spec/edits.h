// Edits of a stack, as functions from one stack to the next. With `mirror` on, an edit of the encoder is repeated in the decoder
// and the other way round, by the table in mirror.h. A tied layer follows the layer whose number it says; where that goes, it says
// "mirror". What makes no sense (an index outside, the last layer taken out) returns the model unchanged. Where layers have ids (identity.h),
// each keeps its own: moved, with other settings or of another kind in the same place; a new one, its twin too, has a new id.
#pragma once

#include "engine/spec/spec.h"

namespace hourglass::spec {

/// True where as many layers stand between the code and the last layer as before the code, each the twin of the one across (mirror.h):
/// then mirror is switched on losing nothing.
bool isMirrored(const ModelSpec &model);

/// The layer across the code that is edited together with layer `index`: 2 · code − index. −1 with mirror off, for the code, for
/// the last layer (whose width is the data's) and in a stack whose halves differ in length.
int mirrorOf(const ModelSpec &model, int index);
/// Likewise for gaps: gap g lies before layer g. −1 where mirrorOf is −1 for all.
int mirrorGapOf(const ModelSpec &model, int gap);

/// Switches mirror off, or on: then the decoder of a stack that is no mirror image is made anew from the encoder, the last layer kept. An
/// MMD behind the code becomes the code, whose numbers it passes on.
ModelSpec withMirror(const ModelSpec &model, bool mirror);

/// Inserts a layer at a gap, 0 … layers.size() − 1: never behind the last layer, which makes the output. The code stays the same
/// layer.
ModelSpec withInserted(const ModelSpec &model, int gap, const LayerSpec &layer);

bool canRemove(const ModelSpec &model, int index);
/// Takes a layer out. The last layer and the only layer before it stay. If the code goes, the layer before it becomes the code
/// (for the first: the one after); with mirror on that layer's twin goes too, so that both halves stay alike.
ModelSpec withRemoved(const ModelSpec &model, int index);

bool canMove(const ModelSpec &model, int from, int to);
/// Moves a layer to another index, never across the last one. With mirror off the code stays the same layer. With mirror on it
/// stays in the middle: a layer moved there becomes the code, and the former code becomes a pair of layers around it.
ModelSpec withMoved(const ModelSpec &model, int from, int to);

/// Changes one setting of one layer, and with mirror on what belongs to it across the code; mirror is switched off by other channels
/// where the decoder takes them from the data.
ModelSpec withValue(const ModelSpec &model, int index, const std::string &key, const Value &value);

/// Puts another layer, perhaps of another kind, in the place of one.
ModelSpec withLayer(const ModelSpec &model, int index, const LayerSpec &layer);

bool canBeCode(const ModelSpec &model, int index);
/// Makes another layer, but not the last, the code; mirror is switched off where the stack is no mirror image around it.
ModelSpec withCode(const ModelSpec &model, int index);

/// A layer to insert at this gap: dense, as wide as the geometric mean of its neighbours (a round number unless they are equal),
/// with the other settings of the nearest layer before that is not the code (or else after that is neither code nor last).
LayerSpec suggestedLayer(const ModelSpec &model, int gap, Index features);

} // namespace hourglass::spec
