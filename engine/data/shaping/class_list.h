// Classes as a person names them.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/data/dataset.h"

namespace hourglass::data {

/// What stands between the commas of a text, without blanks around it; nothing for what is blank.
std::vector<std::string> wordsOf(const std::string &text);

/// The labels that a text names, "Bag, 3": names of classes, or numbers of labels, with commas between them. A name goes before a number.
/// Errors, placed at `where`: data without labels, a class that none of its samples can have (the known ones are listed).
core::Result<std::set<std::int32_t>> labelsOf(const std::string &text, const Dataset &dataset, const std::string &where);

} // namespace hourglass::data
