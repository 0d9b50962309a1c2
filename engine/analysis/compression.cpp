#include "engine/analysis/compression.h"

#include <algorithm>
#include <cmath>

#include "engine/analysis/metrics.h"
#include "engine/data/shown_part.h"

namespace hourglass::analysis {

std::vector<Index> comparedSamples(const data::Dataset &dataset) {
    const Index samples = data::shownSamples(dataset).samples;
    const Index count = std::min({samples, mostCompared, std::max<Index>(1, mostComparedValues / dataset.features())});
    std::vector<Index> numbers;
    for (Index i = 0; i < count; ++i)
        numbers.push_back(i * samples / count);
    return numbers;
}

std::optional<core::Error> compressionObstacle(const data::Dataset &dataset) {
    if (!dataset.shape.isImage())
        return core::Error{"These data are no pictures, and JPEG has nothing to say about them", {}, "Choose data that are pictures."};
    if (data::shownSamples(dataset).isEmpty())
        return core::Error{"There are no samples", {}, "Choose data that have some."};
    return {};
}

float quantised(float value, const core::Range &range, int bits) {
    const double cells = std::ldexp(1.0, bits), lowest = static_cast<double>(range.lowest), width = (static_cast<double>(range.highest) - lowest) / cells;
    if (!(width > 0))
        return range.lowest;
    const double cell = std::clamp(std::floor((static_cast<double>(value) - lowest) / width), 0.0, cells - 1);
    return static_cast<float>(lowest + (cell + 0.5) * width);
}

void addImage(RatePoint &point, const std::vector<float> &original, std::vector<float> made, const core::Range &range) {
    const double scale = static_cast<double>(range.highest) - static_cast<double>(range.lowest);
    const double mse = meanSquaredError(static_cast<Index>(original.size()), made.data(), original.data()) / (scale * scale);
    point.mse += mse;
    point.psnr += peakSignalToNoise(mse);
    if (static_cast<Index>(point.shown.size()) < shownImages)
        point.shown.push_back(std::move(made));
}

} // namespace hourglass::analysis
