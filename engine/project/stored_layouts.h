// Layouts of kept moments in a project's file, by run and step: a moment that is written again keeps them. On the thread of the file.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "engine/core/result.h"
#include "engine/project/database.h"
#include "engine/runs/moment_layout.h"

namespace hourglass::project {

using core::Index;

/// Without its places.
struct StoredLayout {
    runs::LayoutKey key;
    std::uint64_t model = 0;
    Index neighbours = 0; ///< of its trust
    Index bytes = 0;
    bool isInFile = true;

    /// Whether it is this one: a layout is made once, and judged later.
    bool is(const runs::MomentLayout &layout) const { return key == layout.key && model == layout.model && neighbours == layout.trust.neighbours; }
};

using StoredLayouts = std::map<std::pair<std::int64_t, Index>, std::vector<StoredLayout>>; ///< by run and step

/// Of all runs; empty where the file is of a version without them.
core::Result<StoredLayouts> storedLayouts(Database &database);
/// Those of one moment; what is damaged is left out, and counted.
std::vector<runs::KeptLayout> readLayouts(Database &database, std::int64_t run, Index step, std::size_t &damaged);
/// Into the place of one by the same key. `row` is prepared by layoutRow().
core::Result<Statement> layoutRow(Database &database);
std::optional<core::Error> writeLayout(Statement &row, std::int64_t run, Index step, const runs::MomentLayout &layout);

} // namespace hourglass::project
