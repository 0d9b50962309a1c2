// The text format of SVMlight and LIBSVM: a sample a line, its label and then the numbers that are not 0 with their places.
#pragma once

#include <string>

#include "engine/data/readers/reader.h"

namespace hourglass::data {

spec::Kind svmlightKind();

/// True for text whose first rows are labels and pairs such as 3:0.5.
bool looksLikeSvmlight(const std::string &path);

/// NAME.t beside NAME is the test part, as LIBSVM's collection has it; places begin with 0 or 1 in both alike.
core::Result<Dataset> readSvmlight(const ReadOrder &order);

} // namespace hourglass::data
