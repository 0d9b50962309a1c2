#include "engine/analysis/estimates.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/analysis/nearest.h"
#include "engine/kernels/kernels.h"

namespace hourglass::analysis {

namespace {

constexpr double farthest = 0.3;                   ///< of the points' standard deviation
constexpr Index beside = neighboursOfEstimate + 1; ///< with the first beyond them

bool areOfTheSameSamples(const LatentPicture &map, const CodeTable &codes) {
    return map.samples == codes.samples && map.x.size() == map.samples.size() && map.y.size() == map.x.size();
}

/// Of each; they sum to 1. With no more points than neighbours all of them count.
std::vector<double> weightsOf(const std::vector<Near> &near) {
    std::vector<double> weights(near.size(), 0.0);
    const double reach = std::sqrt(near.back().first) * (std::ssize(near) > neighboursOfEstimate ? 1.0 : 2.0);
    double sum = 0;
    for (std::size_t i = 0; i < near.size(); ++i) {
        const double distance = std::sqrt(near[i].first);
        if (distance == 0 || reach == 0) { // on the point itself, or on several
            std::fill(weights.begin(), weights.end(), 0.0);
            weights[i] = 1;
            return weights;
        }
        weights[i] = std::pow(std::max(0.0, reach - distance) / (reach * distance), 2);
        sum += weights[i];
    }
    if (!(sum > 0)) { // all equally far
        std::fill(weights.begin(), weights.end(), 1 / static_cast<double>(near.size()));
        return weights;
    }
    for (double &weight : weights)
        weight /= sum;
    return weights;
}

double varianceOf(const std::vector<float> &values) {
    double sum = 0, squares = 0;
    std::size_t count = 0;
    for (const float value : values)
        if (std::isfinite(value)) {
            sum += static_cast<double>(value);
            squares += static_cast<double>(value) * static_cast<double>(value);
            ++count;
        }
    const double n = static_cast<double>(std::max<std::size_t>(1, count));
    return std::max(0.0, squares / n - sum / n * (sum / n));
}

} // namespace

std::optional<std::vector<float>> estimatedCode(const LatentPicture &map, const CodeTable &codes, double x, double y) {
    if (!areOfTheSameSamples(map, codes))
        return {};
    const core::ConstView columns = codes.view();
    constexpr double never = std::numeric_limits<double>::infinity();
    const std::vector<Near> near = *nearest(columns.columns, beside, [&](Index point) {
        const auto i = static_cast<std::size_t>(point);
        const double across = static_cast<double>(map.x[i]) - x, up = static_cast<double>(map.y[i]) - y;
        return std::optional(kernels::areFinite(columns.rows, columns.column(point)) ? across * across + up * up : never);
    });
    if (near.empty() || near.front().first > farthest * farthest * (varianceOf(map.x) + varianceOf(map.y)))
        return {};
    const std::vector<double> weights = weightsOf(near);
    std::vector<double> mean(static_cast<std::size_t>(columns.rows), 0.0);
    for (std::size_t i = 0; i < near.size(); ++i)
        for (std::size_t unit = 0; unit < mean.size(); ++unit)
            mean[unit] += weights[i] * static_cast<double>(columns.column(near[i].second)[unit]);
    return std::vector<float>(mean.begin(), mean.end());
}

std::optional<std::pair<double, double>> estimatedPlace(const LatentPicture &map, const CodeTable &codes, std::span<const float> code) {
    if (!areOfTheSameSamples(map, codes) || static_cast<Index>(code.size()) != codes.units)
        return {};
    const core::ConstView columns = codes.view();
    constexpr double never = std::numeric_limits<double>::infinity();
    const std::vector<Near> near = *nearest(columns.columns, beside, [&](Index point) {
        const auto i = static_cast<std::size_t>(point);
        return std::optional(std::isfinite(map.x[i]) && std::isfinite(map.y[i]) ? squaredDistance(columns.column(point), code.data(), columns.rows) : never);
    });
    if (near.empty())
        return {};
    const std::vector<double> weights = weightsOf(near);
    std::pair<double, double> mean{0, 0};
    for (std::size_t i = 0; i < near.size(); ++i) {
        mean.first += weights[i] * static_cast<double>(map.x[static_cast<std::size_t>(near[i].second)]);
        mean.second += weights[i] * static_cast<double>(map.y[static_cast<std::size_t>(near[i].second)]);
    }
    return mean;
}

} // namespace hourglass::analysis
