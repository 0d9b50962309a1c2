// Arrays of numbers in a table of a project: owner, name, part, numbers, checksum. In parts, as a value of SQLite has a largest size.
#pragma once

#include "engine/core/types.h"
#include "engine/project/database.h"

namespace hourglass::project {

/// `row` inserts into such a table.
std::optional<core::Error> writeArray(Statement &row, std::int64_t owner, const char *name, const core::Floats &values);

/// `parts` selects all columns of an owner's array by its name, in the order of the parts. Empty where it is not there. The error's `what` says in
/// words that follow a colon what is wrong, also where its size is not this one; −1: any size.
core::Result<core::Floats> readArray(Statement &parts, std::int64_t owner, const char *name, core::Index size);

} // namespace hourglass::project
