// How the error of one sample fell while the model learned: of each moment that was kept.
#pragma once

#include <map>
#include <memory>
#include <tuple>
#include <vector>

#include "engine/analysis/measure.h"
#include "engine/analysis/task.h"
#include "engine/data/corruption.h"
#include "engine/data/sample_id.h"

namespace hourglass::analysis {

struct SampleHistory {
    struct Point {
        core::Index step = 0;
        double epoch = 0, error = 0;
    };
    data::SampleId sample;
    std::int32_t label = -1;
    Measure measure = Measure::Mse;
    std::vector<Point> points; ///< in the order of the moments
};

/// What was measured of a sample before: moments come one by one, and those before stay the same. Read and written by tasks of the long lane alone.
struct KnownHistory {
    std::shared_ptr<const data::Dataset> dataset;
    data::SampleId sample;
    Measure measure = Measure::Mse;
    data::Corruption corruption;
    std::uint64_t seed = 0;
    std::map<std::tuple<std::uint64_t, core::Index, std::uint64_t>, double> errors; ///< by the moment's run, step and publication
};

/// As they were learned: changes of units are no part of what was kept. Null for a sample that is not there.
struct SampleHistoryTask {
    using Result = SampleHistory;
    static constexpr TaskTraits traits{Reads::Dataset, Lane::Long, 8};

    std::vector<std::shared_ptr<const plan::Snapshot>> moments; ///< those of models for other data are passed over
    data::SampleId sample;
    Measure measure = Measure::Mse;
    data::Corruption corruption = {};
    std::uint64_t seed = 0; ///< of the corruption
    std::shared_ptr<KnownHistory> known;

    std::shared_ptr<const SampleHistory> run(TaskContext &context) const;
    bool operator==(const SampleHistoryTask &) const = default;
};

} // namespace hourglass::analysis
