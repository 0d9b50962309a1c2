// Which part of a data set a folder or a word names, and the way there.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/data/sample_id.h"

namespace hourglass::data {

/// train or training; val, valid, validation, dev or development; test or testing; in whatever case.
std::optional<PartKind> partNamed(const std::string &name);

/// Moves the samples of `train` to the part named for each. Where the parts have files of their own they number their samples themselves; else
/// samples keep the number of their row.
enum class PartNumbers { Own, OfRows };
void moveToParts(Dataset &dataset, std::vector<PartKind> partOfSample, PartNumbers numbers = PartNumbers::Own);

} // namespace hourglass::data
