// What the units of a code do, each and together.
#pragma once

#include "engine/judging/subject.h"

namespace hourglass::judging {

struct UnitFigures {
    std::vector<double> mean, variance; ///< divided by the number of samples
    std::vector<double> correlation;    ///< units × units (Pearson); 0 beside a unit that never changes, 1 on the diagonal
    Index active = 0;                   ///< units whose variance is above the threshold: Burda, Grosse and Salakhutdinov 2016, who take 0.01
    double meanCorrelation = 0;         ///< of the absolute values, over all pairs of units
    /// (Σ λ)² / Σ λ² over the eigenvalues of the covariance: how many directions are in use, from 1 to the number of units; 0 of constant codes. Gao et al.
    /// 2017.
    double participationRatio = 0;

    double activeShare() const { return variance.empty() ? 0.0 : static_cast<double>(active) / static_cast<double>(variance.size()); }
};

constexpr double activeVariance = 0.01; ///< Burda, Grosse and Salakhutdinov 2016

core::Result<UnitFigures> measureUnits(core::ConstView codes, double active = activeVariance);

/// The units, those that go together beside each other: by the angle of each in the plane of the correlation matrix's two leading eigenvectors, from the
/// widest gap between two on (Friendly 2002, "Corrgrams: exploratory displays for correlation matrices"). Units that never change come last.
std::vector<Index> correlationOrder(const UnitFigures &figures);

} // namespace hourglass::judging
