// MatrixMarket's text format (.mtx, NIST 1996): coordinates or a whole array, of any field and symmetry.
#pragma once

#include <string>

#include "engine/data/readers/reader.h"

namespace hourglass::data {

spec::Kind matrixMarketKind();

/// True for text that begins with %%MatrixMarket.
bool looksLikeMatrixMarket(const std::string &path);

/// Of complex matrices the real parts and then the imaginary ones are the features.
core::Result<Dataset> readMatrixMarket(const ReadOrder &order);

} // namespace hourglass::data
