// One white shape on black whose every factor is known (after dSprites: Matthey, Higgins, Hassabis, Lerchner 2017).
#pragma once

#include "engine/data/generators/generator.h"

namespace hourglass::data {

Generator sprites();

} // namespace hourglass::data
