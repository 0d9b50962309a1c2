// A graph as an ONNX model: IR 10, operator set 20, the batch as the first, free extent of every value.
#pragma once

#include "engine/exporters/exporter.h"

namespace hourglass::exporters {

/// The first of the model's parts. An error where it has more than 2 GB, which the format cannot hold.
core::Result<std::string> onnxOf(const Model &model);

} // namespace hourglass::exporters
