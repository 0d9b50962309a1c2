// A `.keras` file, which Keras 3 loads by itself: an archive with the configuration as JSON, and the weights as HDF5.
#pragma once

#include "engine/exporters/exporter.h"

namespace hourglass::exporters {

/// Of two parts a model of two, "encoder" and "decoder". Images are (height, width, channels). For inference: dropout and noise are left out, tied layers are
/// copies, and a code that is drawn is its mean.
core::Result<std::string> kerasFileOf(const Model &model);

} // namespace hourglass::exporters
