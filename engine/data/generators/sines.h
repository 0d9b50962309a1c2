// Series that are sums of waves.
#pragma once

#include "engine/data/generators/generator.h"

namespace hourglass::data {

Generator sines();

} // namespace hourglass::data
