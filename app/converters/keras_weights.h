// The weights of a `.keras` file: an archive with an HDF5 file in it.
#pragma once

#include "app/converters/foreign_formats.h"

namespace hourglass::app {

/// All its arrays of numbers as safetensors, in float32, under their paths: "layers/dense/vars/0".
core::Result<data::Conversion> convertKerasWeights(const ForeignFile &file);

} // namespace hourglass::app
