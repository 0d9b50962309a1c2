// An archive in memory, its entries stored as they are: what `.keras` and PyTorch's files are. The same entries are the same bytes.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/core/result.h"

namespace hourglass::exporters {

/// Names must differ. An error where the library fails, such as for want of memory.
core::Result<std::string> zipOf(const std::vector<std::pair<std::string, std::string>> &entries);

} // namespace hourglass::exporters
