// ONNX (onnx.ai): a graph of operators with its numbers, in one file or with these in others beside it.
#pragma once

#include "engine/importers/importer.h"

namespace hourglass::importers {

/// The operators that our exporter writes, and those that PyTorch and Keras write for the same layers. One input, whose first extent is the
/// batch; of several outputs the one called "reconstruction", else the first as large as the input.
core::Result<Imported> readOnnx(const std::string &path, const Wish &wish);

} // namespace hourglass::importers
