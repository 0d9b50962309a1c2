#include "engine/analysis/sample_draw.h"

#include <algorithm>
#include <numeric>

#include "engine/core/random.h"

namespace hourglass::analysis {

using core::Index;

namespace {

void shuffle(std::vector<Index> &order, std::uint64_t seed) {
    const core::Random random(seed, core::Stream::Selection);
    for (std::size_t last = order.size(); last > 1; --last)
        std::swap(order[last - 1], order[static_cast<std::size_t>(random.below(static_cast<Index>(last), 0, 0, last))]);
}

} // namespace

std::vector<Index> drawSamples(const data::Part &part, Index count, std::uint64_t seed) {
    std::vector<Index> order(static_cast<std::size_t>(part.samples));
    std::iota(order.begin(), order.end(), Index{0});
    shuffle(order, seed);
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

std::vector<Index> drawFrom(std::vector<Index> numbers, Index count, std::uint64_t seed) {
    if (seed != 0)
        shuffle(numbers, seed);
    numbers.resize(std::min(numbers.size(), static_cast<std::size_t>(count)));
    return numbers;
}

std::vector<Index> samplesOfClass(const data::Part &part, std::int32_t label) {
    std::vector<Index> numbers;
    for (std::size_t i = 0; i < part.labels.size(); ++i)
        if (part.labels[i] == label)
            numbers.push_back(static_cast<Index>(i));
    return numbers;
}

} // namespace hourglass::analysis
