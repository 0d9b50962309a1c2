// The training samples whose codes are nearest to that of a sample of the person's own.
#pragma once

#include <memory>
#include <vector>

#include "engine/analysis/codes_task.h"
#include "engine/analysis/near_sample.h"

namespace hourglass::analysis {

struct NearestPicture {
    Moment moment;
    std::vector<float> code; ///< of the sample that was asked about
    Index searched = 0;      ///< training samples whose codes were looked at
    std::vector<NearSample> samples; ///< the nearest first; those of codes that are not finite are left out
};

/// The codes of the training samples as they were gathered last. Read and written by tasks of the live lane alone.
struct LatestTrainingCodes {
    std::shared_ptr<const CodeTable> codes;
};

struct NearestTask {
    using Result = NearestPicture;
    static constexpr TaskTraits traits{Reads::EverySnapshot, Lane::Live, 6};
    static constexpr Index mostSearched = 5000; ///< at even distances: as many as are encoded between two pictures

    std::vector<float> sample; ///< in the numbers that are trained on
    int count = 5;
    std::shared_ptr<LatestTrainingCodes> latest;

    /// Null, too, where the sample is of another size.
    std::shared_ptr<const NearestPicture> run(TaskContext &context) const;
    bool operator==(const NearestTask &) const = default;
};

/// Places in the table, the nearest first; of equal distances the first.
std::vector<std::size_t> nearestCodes(const CodeTable &codes, const std::vector<float> &code, int count, std::vector<double> &distances);

} // namespace hourglass::analysis
