// The header of a .npy file (numpy.lib.format): a Python literal, {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }.
#pragma once

#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/core/types.h"
#include "engine/data/element.h"

namespace hourglass::data {

struct NpyHeader {
    std::string type; ///< "<f4"; "[" for records, whose fields are not read
    bool isFortranOrder = false;
    std::vector<core::Index> extents;
};

/// Reads the literal, which has just these three keys, each once. `where` names the file in errors.
core::Result<NpyHeader> parseNpyHeader(const std::string &text, const std::string &where);

/// "<f4" and the like: bool, whole numbers of 1 to 8 bytes, floats of 2, 4 and 8, of either byte order. An error that says what else it is.
core::Result<Element> parseNpyType(const std::string &type, const std::string &where);

} // namespace hourglass::data
