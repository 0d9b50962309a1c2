// Tables whose making is known: clouds, a linear model, a dictionary.
#pragma once

#include "engine/data/generators/generator.h"

namespace hourglass::data {

Generator blobs();
Generator correlated();
Generator sparseCodes();

} // namespace hourglass::data
