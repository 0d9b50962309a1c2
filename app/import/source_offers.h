// What a folder or archive that cannot be read as one set offers instead: its files, each to be read by itself, or all of them as series.
#pragma once

#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/data/progress.h"
#include "engine/spec/spec.h"
#include "ui/import/import_candidate.h"

namespace hourglass::app {

/// What describes the settings of a source; an empty key where nothing knows it, or where it is packed. Looks at files.
spec::Kind sourceKind(const std::string &source);
/// By its key; an empty one where no reader has it.
spec::Kind readerKind(const std::string &key);

/// Of what was refused with `error`; none of data that are no choice of several. Looks at files, and unpacks archives once more.
std::vector<ui::SourceOffer> offersOf(const spec::DataSpec &refused, const core::Error &error, const data::Progress &progress);

/// The options that say which part of the source is read, not how.
spec::Values placeIn(const spec::DataSpec &data);

} // namespace hourglass::app
