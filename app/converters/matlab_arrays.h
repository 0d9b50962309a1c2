// One variable of a MATLAB file as an array with the samples first.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/core/types.h"

struct matvar_t;

namespace hourglass::app {

/// Column after column, as MATLAB has it.
struct MatlabArray {
    std::string name;
    std::string type; ///< NumPy's: "<f8"; empty: texts
    std::vector<core::Index> extents;
    std::vector<std::byte> bytes;
    std::vector<std::string> texts;
    bool isSeries = false; ///< samples × steps × channels

    core::Index last() const { return extents.empty() ? 0 : extents.back(); }
    bool isVector() const { return extents.size() == 1; }
};

/// What a variable holds, or why it is passed over, as a clause. Vectors of one row or one column have one extent.
struct MatlabVariable {
    std::vector<MatlabArray> arrays;     ///< several where it is a struct
    std::vector<std::string> passedOver; ///< "meta (it holds objects)"
};
constexpr const char *notReadClause = "it could not be read"; ///< why a variable is passed over that the library knows and cannot read
void collect(const matvar_t &variable, const std::string &name, MatlabVariable &into);

/// Numbers that are −2⁶³, as missing dates (NaT) are written, become missing; how many there were.
core::Index markMissingDates(MatlabArray &array);

/// The array with its last extent first: samples that stand beside each other, or pictures one behind the other, each picture as it was.
MatlabArray withLastFirst(const MatlabArray &array);

} // namespace hourglass::app
