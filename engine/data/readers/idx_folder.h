// Data sets made of IDX files: MNIST, Fashion-MNIST, KMNIST, EMNIST and everything of the same form.
#pragma once

#include <cstdint>
#include <string>

#include "engine/core/result.h"
#include "engine/data/dataset.h"
#include "engine/data/progress.h"

namespace hourglass::data {

/// True for a folder with files that are IDX by name, and for a file that is IDX by name or content.
bool looksLikeIdx(const std::string &path);

/// Reads a folder's first set by name (`origin` says which, where there are several), or the set of the file named.
/// Fills train, and test where there are test files. A test file without training files, or named itself, is the training part.
/// Bytes of 0 and 1 become floats within `mostInMemory` (small_bytes.h).
core::Result<Dataset> readIdxFolder(const std::string &path, const Progress &progress, std::uint64_t mostInMemory = std::uint64_t{1} << 30);

} // namespace hourglass::data
