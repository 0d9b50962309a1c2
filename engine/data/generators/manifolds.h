// Curves and surfaces in the plane and in space, flat or turned into many dimensions. What moves along them are the factors.
#pragma once

#include "engine/data/generators/generator.h"

namespace hourglass::data {

Generator swissRoll();
Generator sCurve();
Generator trefoil();
Generator torus();
Generator circles();
Generator moons();

} // namespace hourglass::data
