// What each axis of the code means: a row of decoded codes for each, from −reach to reach about one centre.
#pragma once

#include "engine/analysis/mix_task.h"

namespace hourglass::analysis {

/// Values are in the source's numbers.
struct TraversalPicture {
    Moment moment;
    CodeCentre centre;
    CodeBasis basis = CodeBasis::Units;
    std::vector<int> axes;     ///< a row each
    std::vector<double> steps; ///< a column each: offsets from the centre, in σ of the axis
    std::vector<double> codes; ///< axes × steps: the axis' own number there, as valueAt() has it
    core::Shape sample;
    std::vector<float> decodedCentre;
    std::vector<float> values; ///< the sample of (row, column) begins at (row · steps + column) · features

    const float *at(std::size_t row, std::size_t column) const { return values.data() + (row * steps.size() + column) * decodedCentre.size(); }
};

/// Even offsets from −reach to reach; their middle, of an odd number, is exactly 0.
std::vector<double> traversalSteps(int count, double reach);

/// After the mix, whose centre and axes it takes: null where that is of another snapshot, another centre or other axes.
struct TraversalTask {
    using Result = TraversalPicture;
    static constexpr TaskTraits traits{Reads::EverySnapshot, Lane::Live, 9};

    CodeCentre centre;
    CodeBasis basis = CodeBasis::Units;
    std::vector<int> axes; ///< those that the code does not have are left out
    int steps = 7;
    double reach = 3;
    std::shared_ptr<const LatestMix> latest;

    std::shared_ptr<const TraversalPicture> run(TaskContext &context) const;
    bool operator==(const TraversalTask &) const = default;
};

} // namespace hourglass::analysis
