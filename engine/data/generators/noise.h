// Numbers without any structure: three sets of the presets, and the uniform cube.
#pragma once

#include "engine/data/generators/generator.h"

namespace hourglass::data {

Generator noise();
Generator tabular();
Generator halves();
Generator uniform();

} // namespace hourglass::data
