// Classes as a person names them.
#pragma once

#include <cstdint>
#include <set>
#include <string>

#include "engine/core/result.h"
#include "engine/data/dataset.h"

namespace hourglass::data {

/// The labels that a text names, "Bag, 3": names of classes, or numbers of labels, with commas between them. A name goes before a number.
/// Errors, placed at `where`: data without labels, a class that none of its samples can have (the known ones are listed).
core::Result<std::set<std::int32_t>> labelsOf(const std::string &text, const Dataset &dataset, const std::string &where);

} // namespace hourglass::data
