// Objects of MATLAB's own classes (datetime, table, string …) in a file of version 5: matio passes over them without a word.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace hourglass::app {

constexpr std::size_t mostMatlabVariables = 1000; ///< of a file, looked at

struct MatlabObject {
    std::string name, type; ///< "when", "datetime"

    /// What it is and what to save in its stead, as a clause.
    std::string reason() const;
};

/// In the file's order, of its first mostMatlabVariables variables; as far as the file holds together.
std::vector<MatlabObject> objectsIn(const std::string &path);

} // namespace hourglass::app
