// Whether each unit of a code stands for one thing that is known of the samples, and each such thing in one unit.
#pragma once

#include <span>
#include <vector>

#include "engine/judging/subject.h"

namespace hourglass::judging {

struct DisentanglementOptions {
    Index bins = 20;       ///< equal in width from the least to the largest number: units, and factors of more different values
    double lasso = 0.02;   ///< penalty of DCI's regressor
    double heldOut = 0.25; ///< share of the samples for its informativeness
    std::uint64_t seed = 0;
};

struct Disentanglement {
    Index units = 0, factors = 0;
    std::vector<double> mutualInformation; ///< nats; units × factors, those of a factor together, binned as above
    std::vector<double> factorEntropies;   ///< nats
    std::vector<double> importance;        ///< |coefficient| of DCI's regressor; units × factors likewise
    /// Mutual information gap (Chen et al. 2018, "Isolating sources of disentanglement in variational autoencoders"): the mean over the factors of the gap
    /// between the two most informative units, divided by the factor's entropy. As google-research/disentanglement_lib.
    double mig = 0;
    /// Separated attribute predictability (Kumar, Sattigeri and Balakrishnan 2018): the mean over the factors of the gap between the two largest squared
    /// correlations with a unit. As disentanglement_lib with continuous factors.
    double sap = 0;
    /// Eastwood and Williams 2018 ("A framework for the quantitative evaluation of disentangled representations"), from lasso regressions of each standardised
    /// factor on the standardised units (the authors' own linear regressor): 1 − entropy of a unit's importances, weighted; of a factor's; and the mean share
    /// of the factors' variance explained on held-out samples.
    double disentanglement = 0, completeness = 0, informativeness = 0;
};

/// factors: known numbers × samples; those not known of every sample (NaN) or the same for all are left out, and mentioned by `used`. Errors: codes that are
/// not finite, no factor left, or fewer than 10 samples.
struct KnownFactors {
    Table values;
    std::vector<Index> used; ///< which of the factors given
};
core::Result<KnownFactors> knownFactors(core::ConstView factors);
core::Result<Disentanglement> measureDisentanglement(core::ConstView codes, const KnownFactors &factors, const DisentanglementOptions &options = {});

/// Coordinates descended in turn to convergence: the w that minimises |y − Σ x w|² / (2 n) + penalty · |w|₁ (Tibshirani 1996), x and y standardised. x: numbers
/// × samples.
std::vector<double> lasso(core::ConstView x, std::span<const double> y, double penalty);

/// What DCI makes of importances, units × factors with those of a factor together: how far each unit serves one factor, and each factor is served by one unit;
/// both weighted by importance, and 0 where all importances are 0. As disentanglement_lib's dci.py, whose regressor is another.
double disentanglementOf(std::span<const double> importance, Index units, Index factors);
double completenessOf(std::span<const double> importance, Index units, Index factors);

/// The largest of the units' numbers less the second largest, which is 0 where there is one unit.
double informationGap(std::vector<double> ofUnits);

/// The bin of each number among `bins` of equal width; of one value alone all are in the same.
std::vector<std::int32_t> binned(std::span<const double> values, Index bins);

} // namespace hourglass::judging
