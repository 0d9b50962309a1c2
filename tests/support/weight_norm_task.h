// A task that the program does not have: all that one takes stands here.
#pragma once

#include <cmath>

#include "engine/analysis/task.h"

namespace hourglass::tests {

/// (Σ |w|^power)^(1 / power) over all parameters.
struct WeightNormTask {
    using Result = double;
    static constexpr analysis::TaskTraits traits{analysis::Reads::EverySnapshot, analysis::Lane::Live, 5};

    double power = 2;

    std::shared_ptr<const double> run(analysis::TaskContext &context) const { return std::make_shared<const double>(norm(context.snapshot())); }
    double norm(const plan::Snapshot &snapshot) const {
        double sum = 0;
        for (const float weight : snapshot.parameters.span())
            sum += std::pow(std::abs(static_cast<double>(weight)), power);
        return std::pow(sum, 1 / power);
    }
    bool operator==(const WeightNormTask &) const = default;
};

} // namespace hourglass::tests
