// Tables in HDF5 files: rows of fields (compound types), and frames as pandas keeps them.
#pragma once

#include <optional>

#include "app/converters/foreign_formats.h"

namespace hourglass::app {

class Hdf5File;

/// The table that was chosen, or the only content of the file; nothing where it holds arrays.
std::optional<core::Result<data::Conversion>> convertFrame(const Hdf5File &hdf5, const ForeignFile &file);

} // namespace hourglass::app
