// JSON as a plain value, between text and spec. It is a tree of at most 64 levels.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "engine/core/result.h"
#include "engine/spec/check.h"
#include "engine/spec/training_parts.h"

namespace hourglass::spec {

struct JsonMember;

struct JsonValue {
    using List = std::vector<JsonValue>;
    using Object = std::vector<JsonMember>;                                                       ///< in the order written; no name stands twice
    using Content = std::variant<std::monostate, bool, Index, double, std::string, List, Object>; ///< monostate is null
    Content content;

    // All out of line: the variant is large, and inlining its copies costs every file that builds a value.
    JsonValue();
    JsonValue(Content initial);
    JsonValue(const JsonValue &other);
    JsonValue(JsonValue &&other) noexcept;
    JsonValue &operator=(const JsonValue &other);
    JsonValue &operator=(JsonValue &&other) noexcept;
    ~JsonValue();

    const List *list() const { return std::get_if<List>(&content); }
    const Object *object() const { return std::get_if<Object>(&content); }
    const std::string *text() const { return std::get_if<std::string>(&content); }
    /// The member of this name, or nullptr; nullptr where this is no object.
    const JsonValue *find(const std::string &name) const;
    /// The member of this name, made where there is none. This must be an object.
    JsonValue &member(const std::string &name);
};

struct JsonMember {
    std::string name;
    JsonValue value;
};

/// Reads one value. Text of more than 16 MB, deeper nesting than 64, numbers that no double holds, a name that stands twice in an
/// object, and whatever is not JSON (RFC 8259) are errors. Whole numbers beyond 64 bits with sign are read as doubles.
core::Result<JsonValue> parseJson(const std::string &text, const Location &location);

/// Writes a value: numbers with the fewest digits that read back the same, what is not finite as null. A list or object that
/// holds only single values stands on one line; others have a line for each member, two spaces further in.
std::string toText(const JsonValue &value);

/// A spec's form in JSON, and back with every check. `where` names its origin in errors.
JsonValue toJson(const Spec &spec);
core::Result<Spec> readSpec(const JsonValue &value, const Catalogue &catalogue, const std::string &where, const std::vector<TrainingPart> &parts);

/// For messages: "a list", "null", 12, "abc".
std::string described(const JsonValue &value);

} // namespace hourglass::spec
