// What all folders of series end with.
#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "engine/core/result.h"
#include "engine/data/readers/series_tree.h"

namespace hourglass::data {

/// The data set's train holds the rows of all files, `rows[i]` of files[i]: gives it its groups, moves those of other parts there, and says
/// what was left out. An error where no row is left to train on.
std::optional<core::Error> finishSeries(const SeriesTree &tree, const std::vector<Index> &rows, const std::string &folder, Dataset &dataset);

/// The first of those values of which there are most; of equally many, those that come first. The list is not empty.
template <class T>
std::size_t firstOfMost(const std::vector<T> &values) {
    std::map<T, std::pair<std::size_t, std::size_t>> found; // how often, and where first
    for (std::size_t i = 0; i < values.size(); ++i)
        ++found.try_emplace(values[i], 0, i).first->second.first;
    std::pair<std::size_t, std::size_t> best{0, 0};
    for (const auto &[value, count] : found)
        if (count.first > best.first || (count.first == best.first && count.second < best.second))
            best = count;
    return best.second;
}

} // namespace hourglass::data
