#include "engine/analysis/sample_draw.h"

#include <algorithm>
#include <numeric>

#include "engine/core/random.h"

namespace hourglass::analysis {

using core::Index;

std::vector<Index> drawSamples(const data::Part &part, Index count, std::uint64_t seed) {
    std::vector<Index> order(static_cast<std::size_t>(part.samples));
    std::iota(order.begin(), order.end(), Index{0});
    const core::Random random(seed, core::Stream::Selection);
    for (std::size_t last = order.size(); last > 1; --last)
        std::swap(order[last - 1], order[static_cast<std::size_t>(random.below(static_cast<Index>(last), 0, 0, last))]);
    if (part.labels.empty()) {
        order.resize(std::min(order.size(), static_cast<std::size_t>(count)));
        return order;
    }
    // The first of each class in the shuffled order, by class; then the rest as they come.
    std::vector<std::int32_t> classes(part.labels);
    std::sort(classes.begin(), classes.end());
    classes.erase(std::unique(classes.begin(), classes.end()), classes.end());
    std::vector<Index> drawn;
    for (const std::int32_t label : classes) {
        if (static_cast<Index>(drawn.size()) >= count)
            break;
        const auto found = std::find_if(order.begin(), order.end(), [&](Index sample) { return part.labels[static_cast<std::size_t>(sample)] == label; });
        drawn.push_back(*found);
        order.erase(found);
    }
    for (std::size_t i = 0; static_cast<Index>(drawn.size()) < count && i < order.size(); ++i)
        drawn.push_back(order[i]);
    return drawn;
}

} // namespace hourglass::analysis
