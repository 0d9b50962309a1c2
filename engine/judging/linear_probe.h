// What a linear classifier reads from codes.
#pragma once

#include "engine/judging/subject.h"

namespace hourglass::judging {

/// Multinomial logistic regression on standardised numbers (Alain and Bengio 2017 for its use as a probe; Cox 1958, Engel 1988 for the model):
/// W, b minimise Σ −log softmax(W z + b)_label + |W|² / (2 C), as scikit-learn's LogisticRegression behind a StandardScaler; where there are two classes, there
/// as here, |w|² / (2 C) of the one w = W₁ − W₀ that tells them apart, which is |W|² / C. By L-BFGS, products in float, sums in double.
class LinearProbe {
public:
    struct Options {
        double inverseRegularisation = 1.0; ///< C: larger fits closer
        int iterations = 1000;
        double tolerance = 1e-6; ///< of the mean gradient's largest number
    };

    /// codes: numbers × samples; every label at least 0. Errors: codes that are not finite, fewer than two classes, more than 1 000, or cancelled. The same
    /// bits on any number of threads.
    static core::Result<LinearProbe> fit(core::ConstView codes, Labels labels, const Options &options, core::ThreadPool &pool,
                                         const std::atomic<bool> *cancelled = nullptr);

    /// The probability of each class: classes × samples; 0 of those that the fitted samples lack.
    Table probabilities(core::ConstView codes) const;

    int iterations() const { return m_iterations; }
    bool isConverged() const { return m_isConverged; }
    double objective() const { return m_objective; } ///< what was minimised, divided by the number of samples

private:
    LinearProbe(Standardisation standardisation, Index classes) : m_standardisation(std::move(standardisation)), m_classes(classes) {}

    Standardisation m_standardisation;
    Index m_classes;
    std::vector<std::int32_t> m_present; ///< the class of each row
    std::vector<double> m_parameters;    ///< present × numbers, then a bias each
    int m_iterations = 0;
    bool m_isConverged = false;
    double m_objective = 0;
};

/// The class of the largest score of each sample; of equal ones the first.
std::vector<std::int32_t> largestOf(core::ConstView scores);

} // namespace hourglass::judging
