// Words that the pages of the judging share.
#pragma once

#include <QString>

#include "engine/core/result.h"
#include "engine/data/sample_id.h"

namespace hourglass::ui {

/// "test", "validation" or "training"
QString partText(data::PartKind part);
/// What went wrong and what to do, for the place where figures would stand.
QString obstacleText(const core::Error &error);

} // namespace hourglass::ui
