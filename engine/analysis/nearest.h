// A search for the nearest, as all who search have it: finite distances alone, of equal ones the lower number first. And what is told of those found.
#pragma once

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "engine/analysis/codes_task.h"
#include "engine/analysis/near_sample.h"

namespace hourglass::analysis {

/// The codes that were asked for last, so that the next sample of the same parameters waits for none. Read and written by tasks of the live lane alone.
struct LatestCodes {
    std::shared_ptr<const CodeTable> table;
};

/// A squared distance and the place of what lies there.
using Near = std::pair<double, Index>;

/// `squaredTo(place)` gives the squared distance, or nothing to give up the search.
template <class SquaredTo>
std::optional<std::vector<Near>> nearest(Index count, Index wanted, SquaredTo squaredTo) {
    std::vector<Near> all;
    all.reserve(static_cast<std::size_t>(count));
    for (Index place = 0; place < count; ++place) {
        const std::optional<double> squared = squaredTo(place);
        if (!squared)
            return {};
        if (std::isfinite(*squared))
            all.emplace_back(*squared, place);
    }
    const auto end = all.begin() + std::min<std::ptrdiff_t>(wanted, std::ssize(all));
    std::partial_sort(all.begin(), end, all.end());
    all.erase(end, all.end());
    return all;
}

double squaredDistance(const float *a, const float *b, Index count);

/// Places of the table; `itself` is left out, −1: none.
std::vector<Near> nearestCodes(const CodeTable &codes, const float *code, Index wanted, Index itself = -1);

/// The table's samples at these places, whose part this is; the first `pictured` with their values.
std::vector<NearSample> nearSamples(const std::vector<Near> &found, const CodeTable &table, const data::Dataset &dataset, const data::Part &part,
                                    Index pictured);

} // namespace hourglass::analysis
