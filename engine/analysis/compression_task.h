// The two curves of compression: of the quantised code, with the training; of JPEG, once for each data set.
#pragma once

#include "engine/analysis/compression.h"
#include "engine/analysis/task.h"

namespace hourglass::analysis {

struct CompressionPicture {
    Moment moment;
    core::Shape sample;
    core::Range range; ///< of pictures, black to white
    Index units = 0;
    Index images = 0;                          ///< that are compared
    double decoderBytes = 0;                   ///< its parameters as float32, and the range of each unit: what must be there once, beside the codes
    std::vector<std::vector<float>> originals; ///< the first images, in the source's numbers
    std::vector<RatePoint> points;             ///< 1 … mostBits bits a unit, then the code as it is
    std::optional<core::Error> obstacle;       ///< why there is nothing else
};

/// Each unit is quantised evenly between the least and the largest code of training samples.
struct CompressionTask {
    using Result = CompressionPicture;
    static constexpr TaskTraits traits{Reads::EverySnapshot, Lane::Live, 3};
    static constexpr Index mostCodes = 2000; ///< training samples whose codes say the ranges

    std::shared_ptr<const CompressionPicture> run(TaskContext &context) const;
    bool operator==(const CompressionTask &) const = default;
};

struct JpegCurve {
    Index images = 0;
    std::vector<RatePoint> points; ///< of rising quality, from libjpeg's least
    std::optional<core::Error> obstacle;
};

/// All images as one sheet, so that its header and tables are shared by them.
struct JpegTask {
    using Result = JpegCurve;
    static constexpr TaskTraits traits{Reads::Dataset, Lane::Long, 20};

    std::shared_ptr<const JpegCurve> run(TaskContext &context) const;
    bool operator==(const JpegTask &) const = default;
};

} // namespace hourglass::analysis
