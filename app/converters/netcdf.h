// netCDF files, classic and version 4, by libnetcdf.
#pragma once

#include "app/converters/foreign_formats.h"

namespace hourglass::app {

/// Each variable of numbers in its own unit: value · scale_factor + add_offset, NaN where it is the fill value, a missing value, or was never
/// written (CF conventions 1.11, 2.5.1 and 8.1). Where all variables lie along one dimension they are the columns of a table, its coordinate
/// before them; a time "days since …" is written as a date.
core::Result<data::Conversion> convertNetcdf(const ForeignFile &file);

} // namespace hourglass::app
