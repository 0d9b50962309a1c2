// MATLAB's files: several arrays in one file, read by the program's converter.
#pragma once

#include <string>

#include "engine/data/readers/reader.h"

namespace hourglass::data {

spec::Kind matlabKind();

/// True for a file that begins as those of the versions 5 and 7.3 do, or is named .mat.
bool looksLikeMatlab(const std::string &path);

core::Result<Dataset> readMatlab(const ReadOrder &order);

} // namespace hourglass::data
