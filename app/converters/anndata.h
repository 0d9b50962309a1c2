// AnnData's files (.h5ad): cells × genes, and what is known of each cell.
#pragma once

#include "app/converters/foreign_formats.h"

namespace hourglass::app {

class Hdf5File;

bool isAnnData(const Hdf5File &hdf5);

/// X, or the one of X, layers/NAME, obsm/NAME and raw/X that is chosen; a sparse one is filled with its zeros. What is known of cells and genes comes
/// with it (anndata_table.h). (anndata's file format specification, encodings array, csr_matrix, csc_matrix.)
core::Result<data::Conversion> convertAnnData(const Hdf5File &hdf5, const ForeignFile &file);

} // namespace hourglass::app
