// How exact the operands of a training's products are.
#pragma once

#include <vector>

#include "engine/spec/spec.h"

namespace hourglass::spec {

/// "single": float32 throughout. "mixed": products take operands rounded to bfloat16 and sum in float32; parameters, moments, gradients and
/// losses are float32 all the same, and so is evaluation.
const std::vector<Kind> &precisionKinds();

bool isMixed(const TrainingSpec &training);

} // namespace hourglass::spec
