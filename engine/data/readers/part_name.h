// Which part of a data set a folder or a word names.
#pragma once

#include <optional>
#include <string>

#include "engine/data/places.h"

namespace hourglass::data {

/// train or training; val, valid or validation; test or testing; in whatever case.
std::optional<PartKind> partNamed(const std::string &name);

} // namespace hourglass::data
