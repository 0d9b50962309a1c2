// Predicted classes against the true ones.
#pragma once

#include <vector>

#include "engine/judging/subject.h"

namespace hourglass::judging {

/// How often a sample of one class was taken for another.
struct Confusion {
    Index classes = 0;
    std::vector<Index> counts; ///< classes × classes, the row is the true class

    /// Samples without a true class do not count. No label is above classes − 1.
    Confusion(Labels truth, Labels predicted, Index classes);
    Confusion() = default;

    Index of(Index truth, Index predicted) const { return counts[static_cast<std::size_t>(truth * classes + predicted)]; }
    Index samples() const;
    Index ofClass(Index truth) const;      ///< samples of this class
    Index takenFor(Index predicted) const; ///< samples taken for it

    /// Share of the samples whose class was found; NaN of none.
    double accuracy() const;
    /// Mean of the share found of each class that there is (recall).
    double balancedAccuracy() const;
    /// F1 = 2 · true positives / (2 · true positives + false positives + false negatives) of each class, and its mean over those that are true
    /// or predicted of any sample, all alike (van Rijsbergen 1979; as scikit-learn's f1_score with average="macro").
    double f1(Index each) const;
    double macroF1() const;
};

} // namespace hourglass::judging
