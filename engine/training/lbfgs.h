// L-BFGS: Newton's method with a curvature learnt from the last steps, on all samples at once.
#pragma once

#include "engine/training/optimiser.h"

namespace hourglass::training {

spec::Kind lbfgsKind();

/// Nocedal and Wright, Numerical Optimization (2006): two-loop recursion (algorithm 7.4), line search for the strong Wolfe conditions
/// (algorithms 3.5 and 3.6). A step takes as many iterations as its evaluations allow. Deterministic: sums are in a fixed order.
class Lbfgs : public Optimiser {
public:
    Lbfgs(const spec::OptimiserSpec &component, const spec::Kind &kind);
    int slotCount() const override;
    bool wantsAllSamples() const override { return true; }
    double step(Objective &objective) const override;

private:
    class Iteration;

    double m_rate;
    int m_history, m_maxEvaluations;
};

} // namespace hourglass::training
