#pragma once

#include <string>

#include "engine/plan/snapshot.h"
#include "engine/training/records.h"

namespace hourglass::app {

/// SHA-256 of all parameters, layer by layer and tensor by tensor, as float32 in the machine's order: equal for equal trainings.
std::string parameterHash(const plan::Snapshot &snapshot);

} // namespace hourglass::app
