// What can be said of a layer from its spec alone: for a stack that does not compile, and for a layer not yet inserted.
#pragma once

#include "engine/plan/outline.h"
#include "engine/spec/spec.h"

namespace hourglass::ui {

/// Label, activation and what the settings tell of the shape: units, channels, strides, steps; the input's where they tell nothing.
/// Counts are zero: unknown.
plan::LayerOutline sketchedLayer(const spec::LayerSpec &layer, const spec::Catalogue &catalogue, const core::Shape &input, const core::Shape &sample);

/// All layers with their roles.
plan::Outline sketchedStack(const spec::ModelSpec &model, const spec::Catalogue &catalogue, const core::Shape &sample);

} // namespace hourglass::ui
