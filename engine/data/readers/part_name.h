// Which part of a data set a folder or a word names, and the way there.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/data/sample_id.h"

namespace hourglass::data {

/// train or training; val, valid, validation, dev or development; test or testing; in whatever case.
std::optional<PartKind> partNamed(const std::string &name);

/// Moves the samples of `train` to the part named for each; all parts then are the source's own, and number their samples themselves.
void moveToParts(Dataset &dataset, std::vector<PartKind> partOfSample);

} // namespace hourglass::data
