// How the views of the network name layers and units.
#pragma once

#include <QString>

#include "engine/core/types.h"
#include "engine/plan/outline.h"
#include "engine/plan/unit_change.h"

namespace hourglass::ui {

/// "3 · Dense · ReLU"; the first layer is 1.
QString layerName(const plan::Outline &outline, int layer);
/// "64 units", "16 maps · 14 × 14", "28 steps × 32".
QString outputText(const core::Shape &output);
/// "unit", or "map" of a layer of maps, "feature" of a sequence.
QString unitWord(const core::Shape &output);
/// "0.83", with a true minus sign; "not finite".
QString activationText(double value);
/// "muted", "fixed at 0.5", "scaled by 2".
QString changeText(const plan::UnitChange &change);
/// "1 024"
QString countText(core::Index count);

} // namespace hourglass::ui
