// A model as one C++ header without dependencies: its numbers, and encode() and decode() for one sample.
#pragma once

#include "engine/exporters/exporter.h"

namespace hourglass::exporters {

/// Encoder, decoder or both. An error where the model has more numbers than compilers take in a header.
core::Result<std::string> cppHeaderOf(const Model &model);

} // namespace hourglass::exporters
