// Data that were read from another place than the person named: sentences speak of the place that was named.
#pragma once

#include <string>

#include "engine/core/result.h"
#include "engine/data/dataset.h"

namespace hourglass::data {

core::Error renamed(core::Error error, const std::string &from, const std::string &to);

/// In title, origin and remarks.
void renameIn(Dataset &dataset, const std::string &from, const std::string &to);

} // namespace hourglass::data
