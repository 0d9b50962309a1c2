// Pictures of single samples, small, as a map draws them where they lie: originals or reconstructions.
#pragma once

#include <memory>
#include <vector>

#include "engine/analysis/moment.h"
#include "engine/analysis/task.h"

namespace hourglass::analysis {

using core::Index;

struct ThumbnailPictures {
    Moment moment; ///< of reconstructions
    bool areReconstructions = false;
    core::Shape shape; ///< of each: that of a sample, or smaller by a whole factor
    core::Range range; ///< black to white, in the source's numbers
    std::vector<Index> samples;
    std::vector<float> values; ///< picture after picture, in the source's numbers

    const float *picture(std::size_t place) const { return values.data() + place * static_cast<std::size_t>(shape.size()); }
};

/// The originals that were asked for last: they stay as they are while the parameters change. Read and written by tasks of the live lane alone.
struct LatestThumbnails {
    std::shared_ptr<const data::Dataset> dataset;
    std::shared_ptr<const ThumbnailPictures> pictures;
};

/// Of samples of the part that maps show; those that it does not have are left out. Null where samples are no images.
struct ThumbnailsTask {
    using Result = ThumbnailPictures;
    static constexpr TaskTraits traits{Reads::EverySnapshot, Lane::Live, 8};
    static constexpr Index mostSide = 64; ///< pixels: larger images are reduced, by means

    std::vector<Index> samples;
    bool areReconstructions = false;
    std::shared_ptr<LatestThumbnails> latest;

    std::shared_ptr<const ThumbnailPictures> run(TaskContext &context) const;
    bool operator==(const ThumbnailsTask &) const = default;
};

} // namespace hourglass::analysis
