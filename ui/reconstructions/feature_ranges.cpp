#include "ui/reconstructions/feature_ranges.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hourglass::ui {

namespace {

float widthOf(const core::Range &range) {
    return range.highest - range.lowest;
}

} // namespace

std::vector<core::Range> unlikeRanges(const analysis::ReconstructionPicture &picture, int columns) {
    constexpr float alike = 5, infinity = std::numeric_limits<float>::infinity();
    const auto features = static_cast<std::size_t>(picture.sample.size());
    std::vector<core::Range> ranges(features, {infinity, -infinity});
    for (int index = 0; index < std::min(columns, static_cast<int>(picture.columns.size())); ++index) {
        const std::vector<float> &values = picture.columns[static_cast<std::size_t>(index)].original;
        for (std::size_t f = 0; f < std::min(features, values.size()); ++f)
            if (std::isfinite(values[f]))
                ranges[f] = {std::min(ranges[f].lowest, values[f]), std::max(ranges[f].highest, values[f])};
    }
    float narrowest = infinity, widest = 0;
    for (core::Range &range : ranges) {
        const float width = widthOf(range);
        if (width > 0) {
            narrowest = std::min(narrowest, width);
            widest = std::max(widest, width);
        } else {
            range = std::isfinite(range.lowest) ? core::Range{range.lowest, range.lowest + 1} : core::Range{0, 1};
        }
    }
    if (!(widest > alike * narrowest))
        ranges.clear();
    return ranges;
}

std::shared_ptr<const analysis::ReconstructionPicture> withinRanges(const analysis::ReconstructionPicture &picture, const std::vector<core::Range> &ranges) {
    auto scaled = std::make_shared<analysis::ReconstructionPicture>(picture);
    for (analysis::ReconstructionColumn &column : scaled->columns)
        for (std::vector<float> *values : {&column.original, &column.corrupted, &column.reconstruction, &column.pca, &column.earlier})
            for (std::size_t f = 0; f < std::min(values->size(), ranges.size()); ++f)
                (*values)[f] = ((*values)[f] - ranges[f].lowest) / widthOf(ranges[f]);
    return scaled;
}

} // namespace hourglass::ui
