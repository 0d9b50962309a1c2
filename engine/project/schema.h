// The tables of a project's file, and how older files come to have them.
#pragma once

#include <cstddef>

#include "engine/project/database.h"

namespace hourglass::project {

constexpr std::int64_t applicationId = 0x48'47'4c'53; ///< "HGLS"

/// Of the tables as they are now. A file is of the version of the program that wrote it last.
std::int64_t schemaVersion();

/// Makes the tables in an empty file, or brings those of an older version up to `version`; all of it or nothing. An error where the file is another
/// program's, or a newer version's.
std::optional<core::Error> bringUp(Database &database, std::int64_t version = schemaVersion());

/// The version of a file that is only read; 0: it is empty. An error likewise.
core::Result<std::int64_t> versionOf(Database &database);

} // namespace hourglass::project
