// A file of HDF5 in memory, of float32 arrays in groups: the weights of a `.keras` file.
#pragma once

#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/core/types.h"

namespace hourglass::exporters {

struct Hdf5Array {
    std::string path; ///< "layers/dense/vars/0"; groups on the way are made
    std::vector<core::Index> shape;
    const std::vector<float> *values = nullptr; ///< row-major, as many as the shape says
};

/// From any thread, one at a time. The same arrays are the same bytes. An error where the library fails, such as for want of memory.
core::Result<std::string> hdf5Of(const std::vector<Hdf5Array> &arrays);

} // namespace hourglass::exporters
