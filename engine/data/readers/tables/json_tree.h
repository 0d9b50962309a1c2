// JSON text as a tree of at most 64 levels whose values are texts as delimited text would have them, and whose records are handed
// out while it is read.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.h"
#include "engine/core/types.h"

namespace hourglass::data {

struct JsonNode {
    enum class Type { Missing, Number, Text, List, Object };

    Type type = Type::Missing;
    std::string text = {};               ///< of a number or a text; true and false are 1 and 0
    std::vector<JsonNode> children = {}; ///< of a list or an object
    std::vector<std::string> keys = {};  ///< of an object, as children
    core::Index line = 0;                ///< where it begins, from 1

    bool isSingle() const { return type < Type::List; }
    const JsonNode *find(std::string_view key) const;
};

/// Takes the next element of the outermost list, and says whether it wants to go on.
using TakeElement = std::function<bool(const JsonNode &)>;

/// Reads one value. Where it is a list and `take` is given, its elements go there, and the list is returned empty. NaN and
/// Infinity, which JSON does not have and Python writes, are missing values. Errors say what is wrong, and in which line.
core::Result<JsonNode> readJson(std::string_view text, const std::string &path, const TakeElement &take);

} // namespace hourglass::data
