// `.keras` files of Keras 3: Sequential and functional models, also within one another, whose layers follow one another and are of kinds that we have.
#pragma once

#include "engine/importers/importer.h"

namespace hourglass::importers {

/// The configuration is read here, and the weights by `converter`, in a process of its own; then the model is one of ONNX, and is read as that.
core::Result<Imported> readKeras(const std::string &path, const Wish &wish, const data::Converter *converter);

} // namespace hourglass::importers
