#include "engine/sweeps/halving.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace hourglass::sweeps {

std::vector<Rung> rungsOf(Index combinations, Index epochs, Index keep) {
    std::vector<Rung> rungs{{epochs, combinations}};
    if (keep < 2)
        return rungs;
    for (Index left = combinations; left > 1 && rungs.back().epochs / keep >= 1; left = (left + keep - 1) / keep)
        rungs.push_back({rungs.back().epochs / keep, 0});
    std::reverse(rungs.begin(), rungs.end());
    Index left = combinations;
    for (Rung &rung : rungs) {
        rung.combinations = left;
        left = (left + keep - 1) / keep;
    }
    return rungs;
}

std::vector<std::size_t> survivors(const std::vector<double> &losses, Index count) {
    std::vector<std::size_t> order(losses.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    order.erase(std::remove_if(order.begin(), order.end(), [&](std::size_t index) { return !std::isfinite(losses[index]); }), order.end());
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return losses[a] < losses[b]; });
    if (static_cast<Index>(order.size()) > count)
        order.resize(static_cast<std::size_t>(count));
    std::sort(order.begin(), order.end());
    return order;
}

} // namespace hourglass::sweeps
