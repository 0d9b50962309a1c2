// What lies between two codes: the way decoded, the straight blend of the two samples beside it, and the real samples that are nearest.
#pragma once

#include "engine/analysis/mix_task.h"

namespace hourglass::analysis {

struct PathEnd {
    enum class Kind { Sample, ClassMean };
    Kind kind = Kind::Sample;
    Index number = 0; ///< of the sample in the shown part, or the label of the class

    bool operator==(const PathEnd &) const = default;
};

struct PathStop {
    double t = 0; ///< 0 at the first end, 1 at the other
    std::vector<float> code, decoded;
    std::vector<float> blend;   ///< of the two samples, or of the mean samples of two classes
    std::vector<float> nearest; ///< the sample whose code is nearest
    Index nearestSample = 0;    ///< its number in the shown part
    std::int32_t nearestLabel = -1;
    double distance = 0; ///< of its code
};

/// Values are in the source's numbers.
struct PathPicture {
    Moment moment;
    PathEnd from, to;
    bool isSpherical = false;
    core::Shape sample;
    std::vector<PathStop> stops; ///< at even distances of t, both ends among them; empty where a class has no sample
};

/// After the mix, whose codes it takes: null where those are of another snapshot. The spherical way goes about the mean of the codes.
struct PathTask {
    using Result = PathPicture;
    static constexpr TaskTraits traits{Reads::EverySnapshot, Lane::Live, 8};

    PathEnd from, to;
    bool isSpherical = false;
    int stops = 9; ///< at least 2
    std::shared_ptr<const LatestMix> latest;

    std::shared_ptr<const PathPicture> run(TaskContext &context) const;
    bool operator==(const PathTask &) const = default;
};

} // namespace hourglass::analysis
