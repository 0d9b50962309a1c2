#include "engine/judging/units.h"

#include <cmath>

namespace hourglass::judging {

core::Result<UnitFigures> measureUnits(core::ConstView codes, double activeVariance) {
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
        figures.active += variance > activeVariance;
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

} // namespace hourglass::judging
