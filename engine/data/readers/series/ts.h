// The text format of sktime and aeon for time series (.ts), as the archives of UEA and UCR have it: a series a line, its channels
// between colons.
#pragma once

#include <string>

#include "engine/data/readers/reader.h"

namespace hourglass::data {

spec::Kind tsKind();

/// True for a file named .ts (or .ts.gz) or text that begins with a line of such a header; and for a folder in which one pair
/// NAME_TRAIN.ts, NAME_TEST.ts stands.
bool looksLikeTs(const std::string &path);

/// NAME_TEST.ts beside NAME_TRAIN.ts is the test part. Series of unequal length are brought to one, and gaps are filled, by the
/// settings.
core::Result<Dataset> readTs(const ReadOrder &order);

} // namespace hourglass::data
