// HDF5 files with what is built on them (AnnData, frames of pandas, netCDF 4), and netCDF's classic files: read by the program's converter.
#pragma once

#include <string>

#include "engine/data/readers/reader.h"

namespace hourglass::data {

spec::Kind hdf5Kind();
spec::Kind netcdfKind();

/// By their first bytes.
bool looksLikeHdf5(const std::string &path);
bool looksLikeNetcdf(const std::string &path);

core::Result<Dataset> readHdf5(const ReadOrder &order);
core::Result<Dataset> readNetcdf(const ReadOrder &order);

} // namespace hourglass::data
