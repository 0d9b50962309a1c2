// The formats of files that can be read: one row each.
#pragma once

#include <span>
#include <string>

#include "engine/core/result.h"
#include "engine/data/dataset.h"
#include "engine/data/progress.h"

namespace hourglass::data {

struct Reader {
    const char *key;
    const char *expects;                      ///< for people: "IDX files such as train-images-idx3-ubyte.gz"
    bool (*accepts)(const std::string &path); ///< cheap: by names and the first bytes
    /// Fills key, title, origin, shape, train and, where the source has one, test; splits nothing.
    core::Result<Dataset> (*read)(const std::string &path, const Progress &progress);
};

std::span<const Reader> readers();

/// Reads a file or folder with the first reader that accepts it.
core::Result<Dataset> readPath(const std::string &path, const Progress &progress);

} // namespace hourglass::data
