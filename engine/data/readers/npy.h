// Arrays as NumPy saves them: .npy, versions 1 to 3, float32 in C order, samples first.
#pragma once

#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/core/types.h"
#include "engine/data/dataset.h"
#include "engine/data/progress.h"

namespace hourglass::data {

/// An array of one to four extents, the last one fastest; all above zero.
struct NpyArray {
    std::vector<core::Index> extents;
    std::vector<float> values; ///< finite
};

/// Reads a file, plain or gzip, which holds one array and nothing else. Asks for no more memory than the content can fill.
core::Result<NpyArray> readNpyFile(const std::string &path, const Progress &progress);

/// True for a file that is named .npy or .npy.gz, or begins as one, unpacked if need be.
bool looksLikeNpy(const std::string &path);

/// (samples), (samples, features), (samples, height, width) or (samples, channels, height, width): all of it the training part.
core::Result<Dataset> readNpy(const std::string &path, const Progress &progress);

} // namespace hourglass::data
