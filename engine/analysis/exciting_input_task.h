// The input that excites a unit most, of the shown parameters.
#pragma once

#include <memory>
#include <optional>

#include "engine/analysis/exciting_input.h"
#include "engine/analysis/task.h"

namespace hourglass::analysis {

/// What is the same for every unit of a data set. Read and written by tasks of the long lane alone.
struct LatestBounds {
    std::shared_ptr<const data::Dataset> dataset;
    InputBounds bounds;
};

struct ExcitingInputPicture {
    Moment moment;
    int layer = 0;
    Index unit = 0;
    std::vector<float> values; ///< in the source's numbers; empty where there is an obstacle
    double activation = 0;
    double mean = 0; ///< activation of the mean sample
    double best = 0; ///< the largest activation of the samples that the ascent looked at
    std::optional<core::Error> obstacle;
};

/// Begins at the mean sample, and half the way to those of some hundred samples that excite the unit most. Null for a layer or unit that the stack does not
/// have.
struct ExcitingInputTask {
    using Result = ExcitingInputPicture;
    static constexpr TaskTraits traits{Reads::NewSnapshot, Lane::Long, 6};

    int layer = 0;
    Index unit = 0;
    AscentOptions options;
    std::shared_ptr<LatestBounds> latest;

    std::shared_ptr<const ExcitingInputPicture> run(TaskContext &context) const;
    bool operator==(const ExcitingInputTask &) const = default;
};

} // namespace hourglass::analysis
