#include "engine/projections/codes.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>
#include <vector>

namespace hourglass::projections {

std::optional<core::Error> obstacleTo(core::ConstView codes) {
    // Sums of (x − y)² over all dimensions stay below the largest float.
    const float largest = 1e18f / std::sqrt(static_cast<float>(std::max<Index>(codes.rows, 1)));
    for (Index sample = 0; sample < codes.columns; ++sample)
        for (Index row = 0; row < codes.rows; ++row) {
            const float value = codes.column(sample)[row];
            if (!std::isfinite(value))
                return core::Error{"the code of sample " + std::to_string(sample) + " is not finite", "",
                                   "Project codes of a model that has not diverged, or leave this sample out."};
            if (std::abs(value) > largest)
                return core::Error{"the code of sample " + std::to_string(sample) + " is too large for distances in single precision", "",
                                   "Scale the codes to numbers near 1."};
        }
    return {};
}

Index repeatedSamples(core::ConstView codes) {
    const auto bytes = static_cast<std::size_t>(codes.rows) * sizeof(float);
    const auto compared = [&](Index a, Index b) { return std::memcmp(codes.column(a), codes.column(b), bytes); };
    std::vector<Index> order(static_cast<std::size_t>(codes.columns));
    std::iota(order.begin(), order.end(), Index{0});
    std::sort(order.begin(), order.end(), [&](Index a, Index b) { return compared(a, b) < 0; });
    Index repeated = 0;
    for (std::size_t i = 1; i < order.size(); ++i)
        repeated += compared(order[i - 1], order[i]) == 0;
    return repeated;
}

core::Error cancelledError() {
    return {"the projection was cancelled", {}, {}};
}

} // namespace hourglass::projections
