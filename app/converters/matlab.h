// MATLAB's files of the versions 4, 5 and 7.3, by matio.
#pragma once

#include "app/converters/foreign_formats.h"

namespace hourglass::app {

/// Every array of numbers, sparse ones filled with their zeros, fields of single structs as STRUCT_FIELD, cells of series as one array padded by
/// NaN, cells and matrices of characters as texts. Samples come first: what has as many columns (or pages) as another variable has entries is
/// turned. Names that are passed over are remarks.
core::Result<data::Conversion> convertMatlab(const ForeignFile &file);

struct MatlabVariable;
/// What was collected of a file, samples first.
core::Result<data::Conversion> writeMatlab(const MatlabVariable &found, const ForeignFile &file);

} // namespace hourglass::app
