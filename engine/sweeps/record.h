// A sweep with all that it came to, as a value: what is shown of it while it runs and when it is opened again, and its text.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/sweeps/pca_curve.h"
#include "engine/sweeps/runner.h"
#include "engine/sweeps/sweep.h"

namespace hourglass::sweeps {

struct Record {
    Sweep sweep;
    std::string ready; ///< the key of the ready-made one that it is, or empty
    Measure measure = Measure::Loss;
    std::shared_ptr<const std::vector<Trial>> trials; ///< trialsOf(sweep), never null
    std::vector<TrialProgress> progress;              ///< one for each
    std::vector<PcaPoint> pca;                        ///< beside it, or empty
};

/// As JSON. What was under way is "cancelled" there, as nothing goes on from a text.
std::string writeRecord(const Record &record);

/// The way back. An error, with `where` as its place, where it is no record, or one of combinations that this version no longer makes of it.
core::Result<Record> readRecord(const std::string &text, const std::string &where);

} // namespace hourglass::sweeps
