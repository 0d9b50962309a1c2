// HDF5 files and what is built on them: AnnData (.h5ad), tables of pandas, MATLAB 7.3.
#pragma once

#include "app/converters/foreign_formats.h"

namespace hourglass::app {

/// Arrays of numbers and of texts by their paths, "group/X"; of an AnnData file X (or what is chosen) with the columns of obs that hold classes;
/// of a file whose only content is a table (rows of fields, or a frame of pandas) that table. netCDF 4 is told by its attributes and left to netcdf.h.
core::Result<data::Conversion> convertHdf5(const ForeignFile &file);

/// A file of MATLAB 7.3 that matio does not know as such: extents are the other way round.
core::Result<data::Conversion> convertMatlab73(const ForeignFile &file);

} // namespace hourglass::app
