// How well a score tells two kinds apart, at every threshold: ROC, precision and recall.
#pragma once

#include "engine/judging/subject.h"

namespace hourglass::judging {

/// What is taken for positive: every sample whose score is at least the threshold.
struct Cut {
    double threshold = 0; ///< infinite at the first cut, which takes none
    Index truePositives = 0, falsePositives = 0;
};

/// All samples by falling score; those of equal score fall together. As scikit-learn's roc_curve and average_precision_score.
struct Ranking {
    Index positives = 0, negatives = 0;
    std::vector<Cut> cuts; ///< from none to all

    double truePositiveRate(const Cut &cut) const { return static_cast<double>(cut.truePositives) / static_cast<double>(positives); } ///< recall
    double falsePositiveRate(const Cut &cut) const { return static_cast<double>(cut.falsePositives) / static_cast<double>(negatives); }
    double precision(const Cut &cut) const; ///< 1 of a cut that takes none
    double f1(const Cut &cut) const;

    /// The chance that a positive sample scores above a negative one, a tie counting half: the area under the ROC curve (Hanley and McNeil 1982).
    double area() const;
    /// Σ (recall_i − recall_{i−1}) precision_i over the cuts: the area under the precision–recall curve, not interpolated.
    double averagePrecision() const;
    /// The cut of the largest true minus false positive rate (Youden 1950); the higher threshold of equals.
    const Cut &best() const;
    /// The cut of the largest F1.
    const Cut &bestF1() const;
    /// The last cut whose threshold is at least this one.
    const Cut &at(double threshold) const;
};

/// Errors: a score that is not finite, and samples that are all of one kind.
core::Result<Ranking> rank(std::span<const double> scores, std::span<const std::uint8_t> isPositive);

/// One class against the rest by its column of `scores` (classes × samples), and the mean of the areas over the classes that the samples have
/// and lack, all alike. NaN where there is none.
double macroArea(core::ConstView scores, Labels truth);

} // namespace hourglass::judging
