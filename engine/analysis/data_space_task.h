// Samples of two or three features where they lie, their reconstructions, and what the decoder makes of the code's range: a curve or a sheet.
#pragma once

#include <memory>
#include <vector>

#include "engine/analysis/task.h"

namespace hourglass::analysis {

using core::Index;

/// What the decoder makes of a grid over the codes' range. All numbers are in the source's units, less data::offsetOf.
struct LearnedSheet {
    Index columns = 0, rows = 0; ///< places along the first and the second unit; one row with a code of one unit, none without a grid
    std::vector<float> values;   ///< dimensions × columns · rows, place (column, row) at row · columns + column; they need not be finite
    /// Of each cell between neighbouring places, (columns − 1) · max(rows − 1, 1) of them: whether a code lies in it or beside it. What the decoder makes
    /// elsewhere is nothing that it has learned.
    std::vector<bool> isVisited;

    bool isEmpty() const { return columns == 0; }
    bool isCurve() const { return rows == 1; }
    const float *at(Index column, Index row, Index dimensions) const { return values.data() + (row * columns + column) * dimensions; }
    bool isCellVisited(Index column, Index row) const { return isVisited[static_cast<std::size_t>(row * (columns - 1) + column)]; }
};

/// `points` and `reconstructions`: dimensions × samples, in the source's units, less data::offsetOf; reconstructions need not be finite.
struct DataSpacePicture {
    Moment moment;
    Index dimensions = 0;             ///< features of a sample: 2 or 3
    Index units = 0;                  ///< of the code
    std::vector<Index> samples;       ///< number of each in its part
    std::vector<std::int32_t> labels; ///< as long as `samples`, or empty
    std::vector<float> points, reconstructions;
    LearnedSheet sheet; ///< empty beyond two units, and where no code is finite
};

/// At most `most` samples, at even distances; of the training part where there is no test part. Null for data of other than two or three features.
struct DataSpaceTask {
    using Result = DataSpacePicture;
    static constexpr TaskTraits traits{Reads::EverySnapshot, Lane::Live, 25};
    static constexpr Index curvePlaces = 241, sheetPlaces = 41; ///< along a unit

    Index most = 10'000;

    std::shared_ptr<const DataSpacePicture> run(TaskContext &context) const;
    bool operator==(const DataSpaceTask &) const = default;

    static bool canShow(const data::Dataset &dataset) { return dataset.features() == 2 || dataset.features() == 3; }
};

} // namespace hourglass::analysis
