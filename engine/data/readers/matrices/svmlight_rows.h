// The rows of a text in the format of SVMlight.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/types.h"

namespace hourglass::data {

struct SvmlightRow {
    std::string label;                                    ///< as written, "1" or "0,2"; empty without one
    std::string group;                                    ///< behind qid:, or empty
    std::vector<std::pair<std::uint64_t, double>> values; ///< places, which rise, and numbers
};

/// A row without its comment. What is wrong with it as a clause, or nothing.
std::optional<std::string> readSvmlightRow(std::string_view line, SvmlightRow &row);

/// The line without what follows # in it, and without blanks behind; those before say that there is no label.
std::string_view withoutComment(std::string_view line);

} // namespace hourglass::data
