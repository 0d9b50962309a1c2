// The options of `train`, `reconstruct`, `encode` and `render` that say which stack, on which data, trained how.
#pragma once

#include "app/commands/arguments.h"
#include "engine/spec/spec.h"

namespace hourglass::app {

std::vector<Option> specOptions();

/// The spec asked for: a preset or a file, then the options over it, then --set in order. Without either the preset "map".
core::Result<spec::Spec> specFrom(const Arguments &arguments);
/// A spec with these options over it, checked.
core::Result<spec::Spec> changedBy(spec::Spec spec, const Arguments &arguments);
core::Result<int> threadsFrom(const Arguments &arguments);

} // namespace hourglass::app
