// Which layer is which, wherever edits move it: a number that every edit, undo and JSON keep, and that nothing calculated depends on.
#pragma once

#include "engine/spec/spec.h"

namespace hourglass::spec {

/// Fits a double without loss, as other readers of JSON take numbers.
constexpr std::uint64_t largestLayerId = (std::uint64_t(1) << 48) - 1;

/// By chance, 1 … largestLayerId: two are hardly ever the same, in whatever program they were made. From any thread.
std::uint64_t newLayerId();

/// The layer's id; 0 where it has none, or there is no such layer.
std::uint64_t idOf(const ModelSpec &model, int index);
/// −1: no layer has it. 0 is nobody's.
int layerWithId(const ModelSpec &model, std::uint64_t id);

/// With one entry for each layer: 0 where there was none, and for the later of two alike (a layer copied by hand is another one).
ModelSpec withAlignedIds(ModelSpec model);
/// With an id for each layer: those that had none have a new one.
ModelSpec withIds(ModelSpec model);

} // namespace hourglass::spec
