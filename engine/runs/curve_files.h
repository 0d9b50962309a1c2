// The curves of runs as files that other programs read: one table, or event files of TensorBoard.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/runs/curve_series.h"

namespace hourglass::runs {

struct RunCurves {
    std::string name;
    std::int64_t created = 0; ///< seconds since 1970, UTC
    std::vector<Series> series;
};

/// A row a point: run, series, loss, step, epoch, seconds, value, minimum, maximum, steps (RFC 4180, UTF-8, nine significant digits). Whole or not at all.
std::optional<core::Error> writeCurvesAsCsv(const std::vector<RunCurves> &runs, const std::string &path);

/// In `folder`, made where there is none, a folder for each run, called by its name, with one event file: each point a scalar with its step, its wall time
/// that of the run's beginning and the seconds of training. Written again it takes the place of the one before. Each file is whole or not there.
std::optional<core::Error> writeCurvesForTensorBoard(const std::vector<RunCurves> &runs, const std::string &folder);

} // namespace hourglass::runs
