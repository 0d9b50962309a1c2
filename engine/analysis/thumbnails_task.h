// Single samples, small, as a map draws them where they lie: originals or reconstructions; images, curves of a series, or the features of a table.
#pragma once

#include <memory>
#include <vector>

#include "engine/analysis/moment.h"
#include "engine/analysis/task.h"

namespace hourglass::analysis {

using core::Index;

struct ThumbnailPictures {
    enum class Kind { Image, Series, Table };

    Moment moment; ///< of reconstructions
    bool areReconstructions = false;
    Kind kind = Kind::Image;
    core::Shape shape; ///< of each: that of a sample, or smaller by a whole factor. A series is (steps, channels), a table (features)
    core::Range range; ///< of images, black to white, in the source's numbers
    std::vector<Index> samples;
    std::vector<float> values; ///< one after another: of images in the source's numbers, else 0 … 1 within what most samples reach (feature_spans.h)

    const float *picture(std::size_t place) const { return values.data() + place * static_cast<std::size_t>(shape.size()); }
};

/// What was made last and stays as it is while the parameters change. Read and written by tasks of the live lane alone.
struct LatestThumbnails {
    std::shared_ptr<const data::Dataset> dataset;
    std::shared_ptr<const ThumbnailPictures> pictures; ///< originals, or null
    std::vector<core::Range> spans;                    ///< of what is no image
};

/// Of samples of the part that maps show; those that it does not have are left out. Null where it was given up.
struct ThumbnailsTask {
    using Result = ThumbnailPictures;
    static constexpr TaskTraits traits{Reads::EverySnapshot, Lane::Live, 8};
    static constexpr Index mostSide = 64;       ///< pixels or steps: larger images and longer series are reduced, by means
    static constexpr Index mostChannels = 32;   ///< of a series: so are more of them
    static constexpr Index mostFeatures = 1024; ///< of a table, likewise

    std::vector<Index> samples;
    bool areReconstructions = false;
    std::shared_ptr<LatestThumbnails> latest;

    std::shared_ptr<const ThumbnailPictures> run(TaskContext &context) const;
    bool operator==(const ThumbnailsTask &) const = default;
};

} // namespace hourglass::analysis
