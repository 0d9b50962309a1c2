// Orange's tables (.tab): names in the first line, types in the second, roles in the third; or all three in one line, as in
// mS#name.
#pragma once

#include <string>

#include "engine/data/readers/reader.h"

namespace hourglass::data {

spec::Kind orangeKind();

/// True where the second line holds nothing but types and the third nothing but roles, or names have such prefixes.
bool looksLikeOrange(const std::string &path);

core::Result<Dataset> readOrange(const ReadOrder &order);

} // namespace hourglass::data
