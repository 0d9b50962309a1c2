// Sparse matrices as scipy.sparse.save_npz writes them: an archive of arrays, whose layout (csr, csc, coo, bsr, dia) one of them
// names.
#pragma once

#include <string>

#include "engine/data/readers/reader.h"

namespace hourglass::data {

spec::Kind sparseNpzKind();

/// True for an archive with the arrays format, shape and data.
bool looksLikeSparseNpz(const std::string &path);

core::Result<Dataset> readSparseNpz(const ReadOrder &order);

} // namespace hourglass::data
