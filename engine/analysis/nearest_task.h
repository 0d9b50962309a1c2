// The training samples whose codes are nearest to that of a sample of the person's own.
#pragma once

#include <memory>
#include <vector>

#include "engine/analysis/nearest.h"

namespace hourglass::analysis {

struct NearestPicture {
    Moment moment;
    std::vector<float> code;         ///< of the sample that was asked about
    Index searched = 0;              ///< training samples whose codes were looked at
    std::vector<NearSample> samples; ///< the nearest first; those of codes that are not finite are left out
};

struct NearestTask {
    using Result = NearestPicture;
    static constexpr TaskTraits traits{Reads::EverySnapshot, Lane::Live, 6};
    static constexpr Index mostSearched = 5000; ///< at even distances: as many as are encoded between two pictures

    std::vector<float> sample; ///< in the numbers that are trained on
    int count = 5;
    std::shared_ptr<LatestCodes> latest; ///< of training samples

    /// Null, too, where the sample is of another size.
    std::shared_ptr<const NearestPicture> run(TaskContext &context) const;
    bool operator==(const NearestTask &) const = default;
};

} // namespace hourglass::analysis
