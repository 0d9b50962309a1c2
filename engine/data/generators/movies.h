// Short films of something round that moves: series of pictures.
#pragma once

#include "engine/data/generators/generator.h"

namespace hourglass::data {

Generator movingDot();
Generator bouncingBall();

} // namespace hourglass::data
