#pragma once

#include "engine/spec/setting.h"

namespace hourglass::training {

/// Everything that a spec may name in this version.
const spec::Catalogue &catalogue();

} // namespace hourglass::training
