// Units that are given another output than their layer computes, to see what becomes of all that follows: an ablation. A part of what a pass in
// evaluation mode is given; training knows none. Of a recurrent layer it is the output that is changed, and not the state that its steps hand on.
#pragma once

#include <span>
#include <vector>

#include "engine/core/types.h"

namespace hourglass::plan {

using core::Index;

enum class UnitChangeKind {
    Muted,  ///< 0
    Fixed,  ///< the value
    Scaled, ///< its output times the value
};

struct UnitChange {
    int layer = 0; ///< index in the plan
    Index unit = 0;
    UnitChangeKind kind = UnitChangeKind::Muted;
    float value = 0;

    /// The same for all samples: what the layer computes no longer matters.
    bool isHeld() const { return kind != UnitChangeKind::Scaled; }
    float of(float output) const { return kind == UnitChangeKind::Muted ? 0.0f : kind == UnitChangeKind::Fixed ? value : value * output; }
    bool operator==(const UnitChange &) const = default;
};

using UnitChanges = std::vector<UnitChange>;

/// Changes what a layer of this output has made, features × samples, at every place of each unit. Those of other layers, and of units that it does not have,
/// are passed over. `areLogits`: the numbers are logits of the output; one of 0 or 1 becomes that of 1e-7 away from it, as cross-entropies clip it.
void applyChanges(std::span<const UnitChange> changes, int layer, const core::Shape &output, core::View made, bool areLogits = false);

/// The gradient with respect to what the layer computes, of one with respect to the changed output: 0 where a unit is held.
void applyChangesBackward(std::span<const UnitChange> changes, int layer, const core::Shape &output, core::View gradient);

/// Of an output that was changed already, the units that are held: a code that a person gives has its scale, and what is held stays held.
void holdUnits(std::span<const UnitChange> changes, int layer, const core::Shape &output, core::View made);

/// Those of the layers before this one.
UnitChanges changesBefore(std::span<const UnitChange> changes, int layer);

bool hasChangesAt(std::span<const UnitChange> changes, int layer);

} // namespace hourglass::plan
