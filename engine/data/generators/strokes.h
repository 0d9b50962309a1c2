// Digits as if written by hand: a stand-in for MNIST.
#pragma once

#include "engine/data/generators/generator.h"

namespace hourglass::data {

Generator strokes();

} // namespace hourglass::data
