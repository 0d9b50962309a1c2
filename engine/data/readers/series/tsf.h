// The text format of the Monash archive for forecasting (.tsf): a series a line, behind its name and where it starts.
#pragma once

#include <string>

#include "engine/data/readers/reader.h"

namespace hourglass::data {

spec::Kind tsfKind();

/// True for a file named .tsf (or .tsf.gz) or text that begins with a line of such a header.
bool looksLikeTsf(const std::string &path);

/// A series is a sample, brought to one length by the settings; or each of its values is one, and the series is its group.
core::Result<Dataset> readTsf(const ReadOrder &order);

} // namespace hourglass::data
