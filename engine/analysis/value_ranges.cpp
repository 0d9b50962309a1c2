#include "engine/analysis/value_ranges.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/data/shown_part.h"

namespace hourglass::analysis {

using core::Index;

std::vector<core::Range> rangesOf(const data::Dataset &dataset) {
    constexpr Index most = 512;
    constexpr float infinity = std::numeric_limits<float>::infinity();
    const data::Part &part = data::shownSamples(dataset);
    std::vector<core::Range> ranges(static_cast<std::size_t>(dataset.features()), core::Range{infinity, -infinity});
    std::vector<float> values(ranges.size());
    const Index count = std::min(part.samples, most);
    for (Index i = 0; i < count; ++i) {
        const Index sample = i * part.samples / count;
        part.copySample(sample, values.data());
        dataset.invert(part, sample, values.data(), values.data());
        for (std::size_t feature = 0; feature < values.size(); ++feature)
            if (std::isfinite(values[feature]))
                ranges[feature] = {std::min(ranges[feature].lowest, values[feature]), std::max(ranges[feature].highest, values[feature])};
    }
    for (core::Range &range : ranges)
        if (!(range.lowest <= range.highest))
            range = {};
    return ranges;
}

} // namespace hourglass::analysis
