#include "engine/judging/units.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "engine/analysis/decompositions.h"

namespace hourglass::judging {

core::Result<UnitFigures> measureUnits(core::ConstView codes, double active) {
    if (const auto obstacle = obstacleTo(codes))
        return *obstacle;
    const auto units = static_cast<std::size_t>(codes.rows);
    const auto count = static_cast<double>(codes.columns);
    UnitFigures figures;
    figures.mean.assign(units, 0.0);
    for (Index sample = 0; sample < codes.columns; ++sample)
        for (std::size_t unit = 0; unit < units; ++unit)
            figures.mean[unit] += static_cast<double>(codes.column(sample)[unit]);
    for (double &mean : figures.mean)
        mean /= count;
    std::vector<double> covariance(units * units), way(units);
    for (Index sample = 0; sample < codes.columns; ++sample) {
        for (std::size_t unit = 0; unit < units; ++unit)
            way[unit] = static_cast<double>(codes.column(sample)[unit]) - figures.mean[unit];
        for (std::size_t a = 0; a < units; ++a)
            for (std::size_t b = 0; b <= a; ++b)
                covariance[a * units + b] += way[a] * way[b];
    }
    double trace = 0, squares = 0, correlations = 0;
    for (std::size_t a = 0; a < units; ++a)
        for (std::size_t b = 0; b <= a; ++b) {
            covariance[b * units + a] = covariance[a * units + b] /= count;
            squares += (a == b ? 1 : 2) * covariance[a * units + b] * covariance[a * units + b];
        }
    figures.correlation.assign(units * units, 0.0);
    for (std::size_t unit = 0; unit < units; ++unit) {
        const double variance = covariance[unit * units + unit];
        figures.variance.push_back(variance);
        figures.active += variance > active;
        trace += variance;
    }
    for (std::size_t a = 0; a < units; ++a)
        for (std::size_t b = 0; b < units; ++b) {
            const double both = figures.variance[a] * figures.variance[b];
            const double correlation = a == b ? 1.0 : both > 0 ? covariance[a * units + b] / std::sqrt(both) : 0.0;
            figures.correlation[a * units + b] = correlation;
            correlations += a == b ? 0.0 : std::abs(correlation);
        }
    figures.meanCorrelation = units > 1 ? correlations / static_cast<double>(units * (units - 1)) : 0.0;
    figures.participationRatio = squares > 0 ? trace * trace / squares : 0.0;
    return figures;
}

std::vector<Index> correlationOrder(const UnitFigures &figures) {
    std::vector<Index> moving, still;
    for (std::size_t unit = 0; unit < figures.variance.size(); ++unit)
        (figures.variance[unit] > 0 ? moving : still).push_back(static_cast<Index>(unit));
    const std::size_t units = figures.variance.size(), count = moving.size();
    if (count > 2) {
        std::vector<double> matrix;
        for (const Index a : moving)
            for (const Index b : moving)
                matrix.push_back(figures.correlation[static_cast<std::size_t>(a) * units + static_cast<std::size_t>(b)]);
        const analysis::Eigenpairs pairs = analysis::leadingEigenpairs(matrix, static_cast<Index>(count), 2);
        std::vector<std::pair<double, Index>> angles;
        for (std::size_t i = 0; i < count; ++i)
            angles.emplace_back(std::atan2(pairs.vectors[count + i], pairs.vectors[i]), moving[i]);
        std::sort(angles.begin(), angles.end());
        std::size_t first = 0;
        double widest = angles.front().first + 2 * std::numbers::pi - angles.back().first;
        for (std::size_t i = 1; i < count; ++i)
            if (const double gap = angles[i].first - angles[i - 1].first; gap > widest) {
                widest = gap;
                first = i;
            }
        for (std::size_t i = 0; i < count; ++i)
            moving[i] = angles[(first + i) % count].second;
    }
    moving.insert(moving.end(), still.begin(), still.end());
    return moving;
}

} // namespace hourglass::judging
